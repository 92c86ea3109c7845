"""A refusal: what was asked cannot be done, and one sentence says why."""


class Refused(Exception):
    """Raised by a rule or service; the page shows the sentence as it stands.

    The first argument is an English sentence with named places (`%(left)d`); it is found by the
    translators under that text and shown in the reader's language.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values
