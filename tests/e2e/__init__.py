"""The whole program: the real command, a real adb server, virtual phones as witnesses."""

import pytest

pytest.register_assert_rewrite("tests.e2e.phones", "tests.e2e.shape", "tests.e2e.worlds")
