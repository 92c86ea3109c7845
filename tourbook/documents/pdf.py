"""PDF papers by typst: tagged for screen readers (PDF/UA-1), the same bytes for the same data.

Data goes in as JSON, so nothing a person typed is ever read as markup. The renderer keeps memory
that it never gives back, so the worker renders in a child process that is replaced now and then.
"""

import atexit
import json
import multiprocessing
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from functools import lru_cache
from threading import Lock, Thread

import typst

from tourbook import config
from tourbook.documents import fonts

#: A child that has rendered this many papers is replaced by a fresh one.
PAPERS_PER_CHILD = 40


class Unprintable(RuntimeError):
    """A template could not be rendered; the text says where."""


def render(
    template: str, data: Mapping[str, object], *, language: str, issued: datetime | None = None
) -> bytes:
    """Render `templates/<template>` with the data to a PDF.

    Raises:
        Unprintable: the template is missing or wrong, or a picture has no words for the blind.
    """
    root = config.templates_folder()
    compiler = typst.Compiler(font_paths=known_fonts(), ignore_system_fonts=True, root=str(root))
    try:
        made = compiler.compile(
            str(root / template),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={
                "data": json.dumps(fonts.printable(data), ensure_ascii=False),
                "language": language,
                "issued": issued.isoformat() if issued else "",
            },
            timestamp=int(issued.timestamp()) if issued else 0,
        )
    except typst.TypstError as error:
        raise Unprintable(f"{template}: {error.diagnostic or error.message}") from error
    except RuntimeError as error:
        raise Unprintable(f"{template}: {error}") from error
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def known_fonts() -> typst.Fonts:
    """Our fonts, read once.

    Raises:
        Unprintable: no font is there; papers would come out empty without a word.
    """
    known = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in fonts.folders()],
    )
    if "Noto Sans" not in known.families():
        raise Unprintable("The fonts for papers are missing.")
    return known


def leave_with_parent() -> None:
    """End this child when its parent is gone, also if the parent was killed outright."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


class RenderingChild:
    """One child process that renders papers and is replaced after some of them.

    It is spawned, never forked: a process that has drawn charts runs threads of its own and must
    not fork.
    """

    def __init__(self, papers_per_child: int = PAPERS_PER_CHILD) -> None:
        self.papers_per_child = papers_per_child
        self._rendered = 0
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def render(
        self,
        template: str,
        data: Mapping[str, object],
        *,
        language: str,
        issued: datetime | None = None,
    ) -> bytes:
        with self._lock:
            if self._rendered >= self.papers_per_child:
                self._stop()
            pool = self._running()
            self._rendered += 1
            try:
                return pool.submit(
                    render, template, data, language=language, issued=issued
                ).result()
            except BrokenProcessPool:
                self._stop()
                raise

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=spawning, initializer=leave_with_parent
            )
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self._pool = None
        self._rendered = 0


@lru_cache(maxsize=1)
def child_of(process: int) -> RenderingChild:
    """The rendering child of this process; one inherited through a fork is never used."""
    child = RenderingChild()
    atexit.register(child.close)
    return child


def render_in_child(
    template: str, data: Mapping[str, object], *, language: str, issued: datetime | None = None
) -> bytes:
    """As `render`, in a child process: for the worker and for papers of many pages."""
    return child_of(os.getpid()).render(template, data, language=language, issued=issued)
