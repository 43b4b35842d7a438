"""What must not stand in a dossier: passwords, codes, keys. Nobody at Xiaomi's support needs them.

Pure; it must not know questions. It looks for what calls itself a secret, in the languages of most
phones; a bare secret that nobody names looks like any other word.
"""

from __future__ import annotations

import re

__all__ = ["is_secret_name", "tells_secret"]

_WORDS = (
    "passw(?:or[dt])?s?", "passwd", "pwd", "passphrase", "passcode", "passwort", "kennwort",
    "contrase[nñ]a", "clave de acceso", "mot de passe", "senha", "parola", "has[lł]o", "heslo",
    "wachtwoord", "kata sandi", "mật khẩu", "şifre", "sifre", "пароль", "密码", "密碼", "口令",
    "パスワード", "비밀번호", "كلمة المرور", "كلمة السر", "रहस्य", "पासवर्ड", "รหัสผ่าน",
    "pin(?:[ _-]?code)?", "otp", "2fa", "verification[ _-]?code", "sms[ _-]?code",
    "secret(?:[ _-]?key)?", "private[ _-]?key", "token", "cookie", "验证码", "код из смс",
)  # fmt: skip
_NAME = re.compile(rf"(?i)(?:\A|[\s_-])(?:{'|'.join(_WORDS)})(?:\Z|[\s_-])|passw|пароль|密码|密碼")
_TOLD = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(_WORDS)})\s*[:=：]\s*\S")
_KEY = re.compile(r"(?i)AGE-SECRET-KEY-1|-----BEGIN [A-Z ]*PRIVATE KEY-----")


def is_secret_name(name: str) -> bool:
    """Whether a field of this name would hold a secret."""
    return bool(_NAME.search(name))


def tells_secret(text: str) -> bool:
    """Whether a text tells a secret by its name (``password: …``), or is a private key.

    That a password was forgotten or changed may be said.
    """
    return bool(_TOLD.search(text) or _KEY.search(text))
