"""A store of each state that was released opens, migrates and checks, and still says what it said."""
import pathlib
import sys
import unittest

from office import Laptop, Place, Server
import stores

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "fixtures"


class Fixtures(unittest.TestCase):
    def test_laptop_stores_open_and_check(self):
        found = sorted(FIXTURES.glob("laptop_v*.sql"))
        self.assertTrue(found)
        with Place() as folder:
            for sql in found:
                laptop = Laptop(folder, sql.stem)
                stores.make(sql, laptop.home / "store.db")
                self.assertEqual(laptop.command("check").json["faults"], [], sql.name)
                status = laptop.command("status").json
                if "unsent" in sql.stem:
                    self.assertEqual((status["pending_changes"], status["waiting_commands"]), (3, 1), sql.name)
                else:
                    self.assertEqual(status["pending_changes"], 0, sql.name)
                news = laptop.list("news")
                self.assertEqual(news[0]["fields"]["headline"], "เปิดค่ายวิทยาศาสตร์ 12 โรงเรียนร่วมเรียนรู้")
                laptop.put("news", news[0]["id"], credit="เขียนต่อได้")
                self.assertEqual(laptop.fields("news", news[0]["id"])["credit"], "เขียนต่อได้")

    def test_server_stores_open_check_and_serve(self):
        found = sorted(FIXTURES.glob("server_v*.sql"))
        self.assertTrue(found)
        with Place() as folder:
            for sql in found:
                server = Server(folder / sql.stem)
                stores.make(sql, server.data / "store.db")
                self.assertEqual(server.command("check").json["faults"], [], sql.name)
                server.start()
                laptop = Laptop(folder, "laptop-of-" + sql.stem)
                laptop.pair(server, "somsri")
                self.assertTrue(laptop.sync()["complete"])
                self.assertEqual(laptop.list("news")[0]["fields"]["number"], "1/2570")
                server.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
