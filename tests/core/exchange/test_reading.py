"""CSV files of any origin are read, and what can't be read is said in one sentence, by tables of cases."""

import tracemalloc

import pytest

from core.exchange.detection import detect
from core.exchange.reading import Format, Table
from core.records.models import BusinessError


@pytest.fixture
def table(tmp_path):
    """table(content): the table that the detected format gives."""

    def read(content, **over) -> Table:
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = detect(path).as_dict()
        return Table(path, Format(**(found | over)))

    return read


def rows(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows() if not row.problem]


def problems(table: Table) -> list[tuple[int, str]]:
    return [(row.line, row.problem) for row in table.rows() if row.problem]


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


TEXT = "Prénom,Nom\nZoë,Lefèvre\nÉlodie,Garçon\nJoël,Müller\n"


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
        ("Prénom,Prix\nZoë,12 €\n“Élodie”,5 €\n".encode("cp1252"), "cp1252"),
        (("Name,Town\n" + "Anna,Here\n" * 20_000 + "Zoë,Là\n").encode("cp1252"), "cp1252"),
        (("Фамилия,Имя\n" + "Иванов,Иван\nПетрова,Анна\nСидоров,Пётр\n" * 20).encode("cp1251"), "cp1251"),
        (b"First,Last\nAnna,Bell\n", "utf-8"),
    ],
)
def test_the_encoding_is_told(table, encoded, expected):
    found = table(encoded)
    assert found.format.encoding == expected
    assert not headings(found)[0].startswith("\ufeff")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told(table, separator):
    lines = [["Name", "Street", "Town"], ["Bell", "1, Main St", "Here"], ["Ash", "2, High St", "There"]]
    content = "\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in line) for line in lines)
    found = table(content)
    assert found.format.separator == separator
    assert rows(found)[0] == ["Bell", "1, Main St", "Here"]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeffsep=;", "SEP=;"])
def test_a_line_that_names_the_separator_is_obeyed(table, first):
    found = table(f"{first}\r\nName;Town\r\nBell, Anna;Here, there, everywhere\r\n")
    assert headings(found) == ["Name", "Town"]
    assert rows(found) == [["Bell, Anna", "Here, there, everywhere"]]
    assert next(iter(found.rows())).line == 3


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Name,Email,Phone\nBell,a@example.com,1\n", 1),
        ("\n\nName,Email\nBell,a@example.com\n", 3),
        ("Notes:\n\"When exporting, addresses may be missing\"\n\nFirst Name,Last Name,URL\nJerry,Mathis,x\n", 4),
        ("My address book,,\nName,Email,Phone\nBell,a@example.com,1\n", 2),
        ("Anna,Bell,anna@example.com\nBen,Ash,ben@example.com\n", 0),
        ("Email\na@example.com\n", 1),
        ("a@example.com\nb@example.com\n", 0),
    ],
)  # fmt: skip
def test_the_line_of_the_headings_is_told(table, content, line):
    assert table(content).format.heading_line == line


def test_without_headings_columns_are_called_by_their_letters(table):
    found = table("Anna,Bell,anna@example.com\nBen,Ash,ben@example.com\n")
    assert headings(found) == ["Column A", "Column B", "Column C"]
    assert len(rows(found)) == 2


def test_another_line_of_headings_can_be_chosen(table):
    found = table("Name,Email\nNom,Courriel\nBell,a@example.com\n", heading_line=2)
    assert headings(found) == ["Nom", "Courriel"]
    assert rows(found) == [["Bell", "a@example.com"]]


def test_doubled_and_empty_headings_can_be_told_apart(table):
    found = table("Phone,Phone,,Email,\n1,2,3,a@example.com,\n")
    assert headings(found) == ["Phone", "Phone (2)", "Column C", "Email"]
    assert rows(found) == [["1", "2", "3", "a@example.com"]]


def test_letters_go_on_after_z(table):
    found = table(",".join(f"h{n}" for n in range(30)) + "\n" + ",".join("x" for _ in range(30)) + "\n")
    assert [column.letter for column in found.columns][24:29] == ["Y", "Z", "AA", "AB", "AC"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(table, end):
    found = table(end.join(["Name,Town", "Bell,Here", "Ash,There"]) + end)
    assert rows(found) == [["Bell", "Here"], ["Ash", "There"]]
    assert [row.line for row in found.rows()] == [2, 3]


def test_quoted_cells_hold_separators_quotes_and_line_breaks(table):
    found = table('Name,Notes\nBell,"one, two\r\n""three"""\nAsh, "spaced, out"\nCole,6\'2" tall\n')
    assert rows(found) == [["Bell", 'one, two\n"three"'], ["Ash", "spaced, out"], ["Cole", "6'2\" tall"]]
    assert [row.line for row in found.rows()] == [2, 4, 5]


def test_a_mark_before_a_quoted_heading_does_no_harm(table):
    found = table('\ufeff"Name, first",Town\nBell,Here\n')
    assert headings(found) == ["Name, first", "Town"]


def test_short_rows_are_filled_up_and_blank_ones_left_out(table):
    found = table("Name,Town,Phone\nBell\n,,\n\nAsh,There,,,\n")
    assert rows(found) == [["Bell", "", ""], ["Ash", "There", ""]]


def test_a_row_with_too_many_cells_is_told_with_its_line(table):
    found = table("Name,Town\nBell,Here\nAsh,There,extra,more\nCole,Far\n")
    assert rows(found) == [["Bell", "Here"], ["Cole", "Far"]]
    [(line, why)] = problems(found)
    assert line == 3 and "4 cells, the headings only 2" in why


@pytest.mark.parametrize(
    "bad",
    ['Ash,"never closed', 'Ash,"open, and "more"', '"Ash" x,There', 'Ash,"a "b" c"', "A\x00sh,There"],
)
def test_a_bad_row_takes_no_other_along(table, bad):
    after = "".join(f"Name{n},Town{n}\n" for n in range(700)) + 'Last,"quoted ""cell"""\n'
    found = table(f"Name,Town\nBell,Here\n{bad}\n{after}")
    assert [line for line, _why in problems(found)] == [3]
    assert len(rows(found)) == 702
    assert rows(found)[-1] == ["Last", 'quoted "cell"']


def test_a_line_of_many_megabytes_is_refused_and_forgotten(table):
    found = table("Name,Town\nBell,Here\n" + "x" * 5_000_000 + "\nAsh,There\n")
    assert [line for line, _why in problems(found)] == [3]
    assert rows(found) == [["Bell", "Here"], ["Ash", "There"]]


def test_memory_stays_flat_however_long_the_file_is(table):
    found = table("Name,Town,Notes\n" + "Bell,Here,\"one\ntwo\"\n" * 30_000)  # fmt: skip
    tracemalloc.start()
    assert found.count() == 30_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_the_protection_against_formulas_is_taken_off(table):
    found = table("Name,Phone,Note\n'=1+1,'+33 1 02,'tis\n'@x,'-3,'\n")
    assert rows(found) == [["=1+1", "+33 1 02", "'tis"], ["@x", "-3", "'"]]


def test_reading_goes_on_after_a_line(table):
    found = table("Name\n" + "".join(f"N{n}\n" for n in range(10)))
    assert [row.cells[0] for row in found.rows(after=8)] == ["N7", "N8", "N9"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\n", "The file is empty"),
        (b"PK\x03\x04rest", "zip archive or an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "Excel workbook of the old form"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7\n", "not a text file"),
        (b"\x00" * 1000 + b"abc", "not a text file"),
    ],
)
def test_what_is_no_table_gets_a_sentence(table, content, sentence):
    with pytest.raises(BusinessError, match=sentence):
        table(content)


def test_a_wrong_encoding_gets_a_sentence(table):
    with pytest.raises(BusinessError, match="Choose another encoding"):
        rows(table(TEXT.encode("cp1252"), encoding="utf-8"))


def test_too_many_columns_get_a_sentence(table):
    with pytest.raises(BusinessError, match="10000 columns"):
        table(",".join(f"h{n}" for n in range(10_000)) + "\n" + "1," * 9_999 + "1\n")


def test_headings_beyond_the_end_get_a_sentence(table):
    with pytest.raises(BusinessError, match="ends before line 40"):
        table("Name\nBell\n", heading_line=40)


@pytest.mark.parametrize("name", ["mac-roman", "cp850"])
def test_the_tables_of_old_machines_are_read(table, name):
    assert rows(table("Vorname;Nachname\rJürgen;Müller\r".encode(name))) == [["Jürgen", "Müller"]]
    text = "Prénom;Nom\rÉloïse;Lefèvre\rJérôme;Hérisson\rÀ côté;Garçon\r"
    assert rows(table(text.encode(name)))[1] == ["Jérôme", "Hérisson"]


@pytest.mark.parametrize(
    "content",
    [
        "Nom\nJean Dupont\nAnne Martin\n",
        "Full Name Here\nJean Paul Dupont\nMarie Anne Martin\n",
        "Time\n12:30:15\n12:31:15\n12:32:15\n12:33:15\n12:34:15\n",
        "Email\na@example.com\nb@example.com\n",
    ],
)
def test_spaces_and_colons_in_values_separate_nothing(table, content):
    found = table(content)
    assert len(found.columns) == 1
    assert found.format.quote == '"'


def test_reading_goes_on_at_a_mark_in_every_encoding(table):
    text = "Näme,Note\r\n" + "".join(f'N{n},"é\r\n€ {n}"\r\n' for n in range(50))
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        found = table(text.encode(encoding))
        rows = list(found.rows())
        assert list(found.rows(after=rows[20].line, mark=rows[20].mark)) == rows[21:]
