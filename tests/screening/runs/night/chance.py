"""What the days bring, drawn with a seed: customers and listed parties that change, come and go."""

import csv
import random
from datetime import date

from bank import SAMPLE, Listed, Row


class Chance:
    """What a day may bring, drawn with a seed."""

    def __init__(self, seed: int, customers: list[Row], lists: list[Listed]) -> None:
        self.draw = random.Random(seed)
        self.customers = customers
        self.lists = lists
        self._left: list[Row] = []
        with (SAMPLE / "planted.csv").open(encoding="utf-8") as file:
            self._hit = {row["entity_id"] for row in csv.DictReader(file)}
        self._listed_names = [
            row["name"] for listed in lists for rows in listed.tables["names"].values() for row in rows
        ]

    def day(self) -> None:
        """Change a few customers and a few parties; most stay as they are."""
        happens = [self._rename] * 2 + [self._fact] * 4
        happens += [self._carried, self._leave, self._come, self._back]
        for _ in range(self.draw.randrange(12)):
            self.draw.choice(happens)()
        published = [self._alias, self._list_again] * 2 + [self._fewer_names, self._reorder, self._quality]
        published += [self._program, self._relation, self._birth_date, self._delist]
        for _ in range(self.draw.randrange(9)):
            self.draw.choice(published)(self.draw.choice(self.lists))
        self.draw.shuffle(self.customers)

    def _customer(self) -> Row:
        place = self.draw.randrange(len(self.customers))
        self.customers[place] = dict(self.customers[place])
        return self.customers[place]

    def _rename(self) -> None:
        self._customer()["name"] = self.draw.choice(self._listed_names)

    def _fact(self) -> None:
        """A fact that is no longer known, or that of somebody else."""
        columns = ("date_of_birth", "nationality", "country", "gender", "entity_type", "id_number", "address")
        column = self.draw.choice(columns)
        self._customer()[column] = self.draw.choice([None, self.draw.choice(self.customers)[column]])

    def _carried(self) -> None:
        self._customer()["branch"] = self.draw.choice(["Basra", "Erfurt", None])

    def _leave(self) -> None:
        self._left.append(self.customers.pop(self.draw.randrange(len(self.customers))))

    def _come(self) -> None:
        number = f"N{self.draw.randrange(10**9):09d}"
        self.customers.append(self._customer() | {"record_id": number, "id_number": None})

    def _back(self) -> None:
        if self._left:
            self.customers.append(self._left.pop(self.draw.randrange(len(self._left))))

    def _party(self, listed: Listed) -> str:
        """Most often one that somebody is a hit on."""
        return self.draw.choice([each for each in listed.ids if each in self._hit] * 2 + listed.ids)

    def _alias(self, listed: Listed) -> None:
        """A new alias: most often the name that a customer happens to have."""
        name = self.draw.choice([*(row["name"] for row in self.customers if row["name"]), "Nobody at All"])
        if name.strip():
            listed.add_alias(self._party(listed), name, self.draw.choice(["strong", "weak"]))

    def _fewer_names(self, listed: Listed) -> None:
        names = listed.rows("names", self._party(listed))
        if len(names) > 1:
            names.pop()

    def _reorder(self, listed: Listed) -> None:
        self.draw.shuffle(listed.rows("names", self._party(listed)))

    def _quality(self, listed: Listed) -> None:
        row = self.draw.choice(listed.rows("names", self._party(listed)))
        if row["quality"] != "primary":
            row["quality"] = "weak" if row["quality"] == "strong" else "strong"

    def _program(self, listed: Listed) -> None:
        entity_id = self._party(listed)
        program = self.draw.choice(["GLOMAG", "SDGT", "CUBA"])
        listed.rows("programs", entity_id).append({"entity_id": entity_id, "program": program})

    def _relation(self, listed: Listed) -> None:
        related = [entity_id for entity_id in listed.ids if listed.rows("relations", entity_id)]
        row = self.draw.choice(listed.rows("relations", self.draw.choice(related)))
        row["other_name"] = self.draw.choice(self._listed_names)

    def _birth_date(self, listed: Listed) -> None:
        """The birth date is written otherwise, or is another."""
        rows = listed.rows("birth_dates", self._party(listed))
        if rows and self.draw.random() < 0.5:
            rows[0]["text"] = f"circa {rows[0]['text']}"
        elif rows:
            rows[0] |= {"text": "1901", "earliest": date(1901, 1, 1), "latest": date(1901, 12, 31)}
            rows[0] |= {"year": 1901, "month": None, "day": None}

    def _delist(self, listed: Listed) -> None:
        if len(listed.ids) > 10:
            listed.delist(self._party(listed))

    def _list_again(self, listed: Listed) -> None:
        if listed.removed:
            listed.list_again(self.draw.choice(list(listed.removed)))
