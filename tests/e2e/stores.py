"""Stores as text: a dump that can be committed and read in a review, and the store made from it again."""
import pathlib
import sqlite3


def dump(store, out):
    """The store's rows and its schema version as SQL. The program that owns it must have ended."""
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    text = "\n".join(connection.iterdump()) + f"\nPRAGMA user_version={version};\n"
    connection.close()
    pathlib.Path(out).write_text(text)
    return version


def make(sql, store):
    """The store that `sql` is the dump of."""
    pathlib.Path(store).parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(store)
    connection.executescript(pathlib.Path(sql).read_text())
    connection.commit()
    connection.close()
