"""Where the tokens of two names stand in the evidence of their score."""

from screening.model.evidence import NameEvidence


def assert_each_token_once(evidence: NameEvidence) -> None:
    """Each token of both names stands in one match, or is left over."""
    for tokens, places, left in (
        (
            evidence.customer_tokens,
            [each.customer_at for each in evidence.token_matches],
            evidence.left_of_customer(),
        ),
        (
            evidence.listed_tokens,
            [each.listed_at for each in evidence.token_matches],
            evidence.left_of_listed(),
        ),
    ):
        matched = [place for span in places for place in span]
        assert len(matched) == len(set(matched)) == len(tokens) - len(left)
        assert set(matched) <= set(range(len(tokens)))
