"""A private runtime folder, before the PostgreSQL wheel is imported and asks for one."""

import atexit
import os
import shutil
import tempfile

os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="tourbook-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
