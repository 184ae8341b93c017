"""Who owns whom, and which customers are blocked because listed parties own half of them or more."""
