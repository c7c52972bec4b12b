"""The refusals a user may read; every more precise one stands beside the code that raises it."""


class TransferError(Exception):
    """Something the rules refuse. `message` is a sentence for who asked; `status` the HTTP answer."""

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(TransferError):
    """The actor may see the thing but may not do this to it, or may not do it now."""


class NotVisible(TransferError):
    """To this actor the thing does not exist: the answer is the 404 of a thing that never was."""

    status = 404

    def __init__(self, message: str = "There is no such page.") -> None:
        super().__init__(message)


class Invalid(TransferError):
    """A value the form should have caught. `field` names it; nothing was written."""

    status = 400

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Stale(TransferError):
    """The page was drawn from an older version of the thing than the one that now stands."""


class Busy(TransferError):
    """Others were writing the same rows for too long. Nothing was changed; trying again is safe."""
