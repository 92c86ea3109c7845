"""What gunicorn does in each web process of `tourbook serve` once the application is loaded."""

import gc

#: So many more objects than were given back are made before Python looks for circles among the
#: youngest: an answer of the builder makes some forty thousand, of which hardly any is a circle.
YOUNGEST = 20_000


def post_worker_init(worker: object) -> None:
    """Leave the program itself out of the search for circles, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, 10, 10)
