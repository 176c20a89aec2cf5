-- What signing in needs. Whatever a person or a browser holds as a secret is kept as its SHA-256 only,
-- but for the TOTP secret, which the server must know itself.
-- publishes: the languages in which the user may approve and publish, JSON; [] means all they work in.
-- interface: the language the desk speaks to the user; '' is what the browser asks for.
-- totp_step: the last time step whose code was accepted, so that none is accepted twice.
ALTER TABLE users ADD COLUMN publishes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE users ADD COLUMN interface TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN totp_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;

-- pending: the password was right, the second factor has not been shown yet.
CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    pending    BOOLEAN NOT NULL,
    created_at DATETIME NOT NULL,
    seen_at    DATETIME NOT NULL,
    expires_at DATETIME NOT NULL,
    address    TEXT NOT NULL,
    agent      TEXT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE recovery_codes (
    user_id   BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

-- Addresses that work once. user_id is NULL for the setup of the first administrator.
CREATE TABLE one_time_tokens (
    token_hash TEXT PRIMARY KEY,
    user_id    BIGINT REFERENCES users (id) ON DELETE CASCADE,
    expires_at DATETIME NOT NULL
);

-- Browsers that a user has signed in from before.
CREATE TABLE known_devices (
    token_hash TEXT PRIMARY KEY,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at    DATETIME NOT NULL
);

-- Attempts to sign in since the last success, by whose they are: an account, an address, a device.
CREATE TABLE sign_in_attempts (
    name     TEXT PRIMARY KEY,
    attempts INTEGER NOT NULL,
    last_at  DATETIME NOT NULL,
    free_at  DATETIME NOT NULL
);
CREATE INDEX sign_in_attempts_last ON sign_in_attempts (last_at);
