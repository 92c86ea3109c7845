import gc

from tourbook.cli import running, web_process


def test_a_web_process_seldom_looks_for_circles_and_never_in_the_program() -> None:
    usual = gc.get_threshold()
    try:
        web_process.post_worker_init(object())

        assert gc.get_threshold() == (web_process.YOUNGEST, 10, 10)
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


def test_the_web_processes_are_told_so() -> None:
    command = running.web_command("127.0.0.1", 8000, workers=1, threads=1)

    told = command[command.index("--config") + 1]
    assert told == f"python:{web_process.__name__}"
