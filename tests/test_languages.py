"""Languages: what is not English is named, never searched, and never the ground of a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.cleaning.clean import clean
from contractcheck.errors import UnreadableError
from contractcheck.language.words import count_words
from contractcheck.model import Found, Status, Verdict
from contractcheck.reading import read_bytes
from contractcheck.reading.languages.language import find_foreign
from contractcheck.reading.languages.tongues import own, vocabulary
from tests.loaded import own_checker

ENGLISH = (
    "The Provider shall perform the Services with due care and skill, and shall keep records of its work.",
    "Neither party is liable for a delay that is caused by events beyond its reasonable control.",
    "This Agreement is governed by the laws of England, and the courts of London have jurisdiction.",
)
# One clause on liability and notice, in our own words.
CLAUSES = {
    "German": "Der Auftragnehmer haftet nicht für Schäden, die durch höhere Gewalt entstehen, und hat den Auftraggeber "
    "unverzüglich über jede Störung zu unterrichten.",
    "French": "Le prestataire n'est pas responsable des dommages qui résultent d'un cas de force majeure, et il informe le "
    "client sans délai de toute panne.",
    "Spanish": "El proveedor no responde de los daños que resulten de un caso de fuerza mayor y debe informar al cliente "
    "sin demora de cualquier avería en el servicio.",
    "Portuguese": "O fornecedor não responde pelos danos que resultem de um caso de força maior e deve informar o cliente "
    "sem demora sobre qualquer avaria do serviço.",
    "Italian": "Il fornitore non risponde dei danni che derivano da un caso di forza maggiore e deve informare il cliente "
    "senza ritardo di ogni guasto del servizio.",
    "Dutch": "De leverancier is niet aansprakelijk voor schade die door overmacht ontstaat, en hij moet de klant zonder "
    "uitstel over iedere storing van de dienst berichten.",
    "Polish": "Wykonawca nie odpowiada za szkody, które powstały przez siłę wyższą, i niezwłocznie zawiadamia zamawiającego "
    "o każdej przerwie w usłudze oraz o jej przyczynie.",
    "Czech": "Poskytovatel neodpovídá za škody, které vznikly v důsledku vyšší moci, a je povinen bez odkladu oznámit "
    "zákazníkovi každou poruchu služby a její příčinu.",
    "Hungarian": "A szolgáltató nem felel azokért a károkért, amelyek elháríthatatlan külső okból keletkeztek, és köteles "
    "az ügyfelet minden hibáról késedelem nélkül értesíteni.",
    "Romanian": "Prestatorul nu răspunde pentru daunele care rezultă din forța majoră și trebuie să informeze clientul fără "
    "întârziere despre orice defecțiune a serviciului.",
    "Swedish": "Leverantören är inte ansvarig för skador som beror på omständigheter utanför dess kontroll och ska utan "
    "dröjsmål underrätta kunden om varje fel i tjänsten.",
    "Danish": "Leverandøren er ikke ansvarlig for skader, der skyldes forhold uden for dennes kontrol, og skal uden ophold "
    "underrette kunden om enhver fejl ved ydelsen.",
    "Finnish": "Toimittaja ei ole vastuussa vahingoista, jotka johtuvat ylivoimaisesta esteestä, ja sen on ilman viivytystä "
    "ilmoitettava asiakkaalle kaikista palvelun häiriöistä.",
    "Turkish": "Yüklenici, mücbir sebepten doğan zararlardan sorumlu değildir ve hizmetteki her arızayı gecikmeden "
    "müşteriye yazılı olarak bildirmek için gerekli her adımı atar; bu bildirim ile birlikte nedenini de açıklar.",
    "Indonesian": "Penyedia tidak bertanggung jawab atas kerugian yang timbul karena keadaan kahar dan harus memberitahu "
    "pelanggan tanpa menunda tentang setiap gangguan layanan.",
    "Vietnamese": "Nhà cung cấp không chịu trách nhiệm về các thiệt hại do sự kiện bất khả kháng và phải thông báo ngay cho "
    "khách hàng về mọi sự cố của dịch vụ.",
    "Russian": "Исполнитель не отвечает за убытки, которые возникли в результате непреодолимой силы, и обязан сразу "
    "сообщить заказчику о каждом сбое.",
    "Ukrainian": "Виконавець не відповідає за збитки, які виникли через обставини непереборної сили, і повинен одразу "
    "повідомити замовника про кожен збій.",
    "Greek": "Ο πάροχος δεν ευθύνεται για ζημίες που οφείλονται σε ανωτέρα βία και ενημερώνει τον πελάτη χωρίς καθυστέρηση "
    "για κάθε βλάβη.",
    "Hebrew": "הספק אינו אחראי לנזקים שנגרמו עקב כוח עליון, ועליו להודיע ללקוח ללא דיחוי על כל תקלה בשירות.",
    "Arabic": "لا يكون مقدم الخدمة مسؤولاً عن الأضرار التي تنتج عن القوة القاهرة، وعليه أن يخطر العميل دون تأخير بكل عطل.",
    "Hindi": "सेवा प्रदाता उन हानियों के लिए उत्तरदायी नहीं है जो अप्रत्याशित घटनाओं से होती हैं और वह ग्राहक को हर बाधा की सूचना देगा।",
    "Thai": "ผู้ให้บริการไม่ต้องรับผิดต่อความเสียหายที่เกิดจากเหตุสุดวิสัย และต้องแจ้งให้ลูกค้าทราบโดยไม่ชักช้า",
    "Chinese": "因不可抗力造成的损失，服务提供方不承担责任，但应当立即将服务的任何故障通知客户，并说明原因。",
    "Japanese": "提供者は、不可抗力によって生じた損害について責任を負わないが、サービスの障害を遅滞なく顧客に通知する。",
    "Korean": "공급자는 불가항력으로 인한 손해에 대하여 책임을 지지 아니하며, 서비스 장애를 지체 없이 고객에게 통지하여야 한다.",
}


@pytest.mark.parametrize("language", CLAUSES)
def test_a_short_paragraph_is_told_between_english_ones(language: str) -> None:
    text = "\n\n".join([ENGLISH[0], CLAUSES[language], ENGLISH[1]])
    found, _ = find_foreign(text)
    assert [(one.language, text[one.start : one.end]) for one in found] == [(language, CLAUSES[language])]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Müller Maschinenbau GmbH & Co. KG, Königsallee 12, 40212 Düsseldorf, Deutschland", id="a German name"
        ),
        pytest.param(
            "a société anonyme with its office at 12 avenue de la Grande Armée, Paris, entered in the Registre du Commerce "
            "et des Sociétés de Nanterre under number 1234",
            id="a French company in an English sentence",
        ),
        pytest.param(
            "mutatis mutandis, pro rata, inter alia, bona fide, ipso facto, prima facie, vis maior", id="Latin"
        ),
        pytest.param(
            "José María Peña de la Torre, Director General, Banco de los Andes S.A. de C.V.", id="a Spanish name"
        ),
        pytest.param(
            "the title “天下女人” and the title “人生相对论” shall not be cut or changed in any way", id="titles"
        ),
        pytest.param(
            "猜女人心”, “赏深越慕”, “职场新女性挑战行动”, “杨澜访谈录” and “正青春” cannot be edited in any way",
            id="a line of titles",
        ),
        pytest.param(
            "Store 12 Pine St La Crosse WI; 14 El Camino Real Los Altos CA; 9 Rue Royale La Salle IL " * 9, id="towns"
        ),
        pytest.param(
            "o Wedding Promotion o Holiday Guide o Resolutions o Valentine o Mother o Father o Summer", id="bullets"
        ),
        pytest.param(
            "TABLE OF CONTENTS ARTICLE 1 DEFINITIONS 1 ARTICLE 2 TERM 3 ARTICLE 3 FEES 4 ARTICLE 4 DATA 5",
            id="contents",
        ),
        pytest.param("Fee   Due   1 a 2 b 3 c 4 d 5 e   USD 12   EUR 14   GBP 9", id="figures"),
        pytest.param(
            "By: ______ Name: S.G.A. Durbin Title: Director, Research By: ______ Name: R. Flavell", id="signatures"
        ),
        pytest.param(
            "“Force Majeure” (in German: höhere Gewalt) means an event beyond control", id="a term and its twin"
        ),
    ],
)
def test_names_and_phrases_are_not_another_language(text: str) -> None:
    assert find_foreign("\n\n".join([ENGLISH[0], text, ENGLISH[1]]))[0] == ()


@pytest.mark.parametrize("language", CLAUSES)
def test_a_contract_in_another_language_is_not_checked(language: str) -> None:
    text = f"{CLAUSES[language]}\n\n" * 6 + "Orbit Ltd, London\n"
    with pytest.raises(UnreadableError, match=f"^contract.txt: written in {language}: not checked$") as caught:
        read_bytes(text.encode(), "contract.txt")
    assert caught.value.code == "not-english"


def test_lines_of_one_paragraph_belong_together() -> None:
    lines = (CLAUSES["German"] + " ").replace(" ", "\n", 9).strip()
    text = "\n\n".join([ENGLISH[0], lines, ENGLISH[1]])
    (found,), _ = find_foreign(text)
    assert text[found.start : found.end] == lines


def test_a_heading_goes_with_the_words_below_it() -> None:
    text = "\n\n".join([ENGLISH[0], "5. Haftung", CLAUSES["German"], "6. Liability", ENGLISH[1]])
    (found,), _ = find_foreign(text)
    assert text[found.start : found.end] == f"5. Haftung\n\n{CLAUSES['German']}"


def test_cells_of_a_row_are_told_apart() -> None:
    text = f"{CLAUSES['German']}\t{ENGLISH[0]}\n{CLAUSES['German']}\t{ENGLISH[1]}"
    found, _ = find_foreign(text)
    assert [text[one.start : one.end] for one in found] == [CLAUSES["German"]] * 2


@given(st.text(max_size=300))
def test_any_text_has_its_passages_in_order(text: str) -> None:
    found, words = find_foreign(text)
    assert words >= 0
    ends = [0, *(place for one in found for place in (one.start, one.end))]
    assert ends == sorted(ends)
    assert ends[-1] <= len(text)


def test_the_word_lists_are_whole() -> None:
    assert {"English", *CLAUSES} <= set(vocabulary())
    assert all(" " not in word and word == word.lower() for words in vocabulary().values() for word in words)
    assert not any(words & vocabulary()["English"] for words in own().values())


@pytest.mark.parametrize(
    ("text", "words"), [("one two", 2), ("因不可抗力", 2), ("fee 5 due", 2), ("", 0), ("один два", 2)]
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def contract(*passages: str) -> bytes:
    head = "Services Agreement\n\nThis Agreement is between Orbit Ltd (“Provider”) and Lumen Inc (“Customer”).\n\n"
    return (head + "\n\n".join(passages)).encode()


def rows(data: bytes) -> dict[str, tuple[Found, Verdict, str]]:
    report = own_checker().check("contract.txt", data)
    assert report.status is Status.CHECKED
    return {row.finding.requirement: (row.finding.found, row.verdict, row.message) for row in report.assessed}


def numbered(*clauses: str) -> list[str]:
    return [f"{number}. {clause}" for number, clause in enumerate(clauses, start=1)]


def test_no_gap_is_claimed_from_what_was_not_read() -> None:
    annex = ["Anlage: Technische Maßnahmen", *[CLAUSES["German"]] * 9]
    found = rows(contract(*numbered(*ENGLISH * 3), *annex))
    assert found["governing-law"][:2] == (Found.YES, Verdict.MET)
    said, verdict, message = found["breach-notification"]
    assert (said, verdict) == (Found.UNSURE, Verdict.UNSURE)
    assert "words that are written in German" in message
    assert not any(verdict is Verdict.MISSING for _, verdict, _ in found.values())


@pytest.mark.parametrize(
    ("passages", "why"),
    [
        pytest.param([*ENGLISH * 9, CLAUSES["German"]], "a quotation is no place for terms", id="one short passage"),
        pytest.param(
            [
                text
                for pair in zip(numbered(*ENGLISH * 3), numbered(*[CLAUSES["German"]] * 9), strict=True)
                for text in pair
            ],
            "the English twin says the same",
            id="a bilingual contract, clause by clause",
        ),
        pytest.param(
            [*numbered(*ENGLISH * 3), *numbered(*[CLAUSES["German"]] * 9)],
            "the English twin says the same",
            id="a bilingual contract, one whole below the other",
        ),
    ],
)
def test_a_gap_stays_a_gap_where_the_english_is_whole(passages: list[str], why: str) -> None:
    assert rows(contract(*passages))["breach-notification"][:2] == (Found.NO, Verdict.MISSING), why


def test_words_in_another_language_are_no_evidence() -> None:
    notice = (
        "Le fournisseur doit notifier au client toute violation de données dans les 24 heures, et il le fait par écrit."
    )
    data = contract(*ENGLISH, notice)
    document = read_bytes(data, "contract.txt")
    (passage,) = document.foreign
    assert document.text[passage.start : passage.end] == notice
    assert notice not in "".join(document.text[line.start : line.end] for line in clean(document).lines)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        pytest.param("{e}\f{g}\f{g}\f{e}", "Pages 2 to 3 are written in German: not checked.", id="whole pages"),
        pytest.param("{e}\f{g}\f{e}", "Page 2 is written in German: not checked.", id="one page"),
        pytest.param("{e}\n\n{g}\f{e}", "Parts of page 1 are written in German: not checked.", id="a part of a page"),
        pytest.param("{e}\n\n{g}\f{g}", "Page 2 and parts of page 1 are written in German: not checked.", id="both"),
    ],
)
def test_the_pages_are_named(text: str, note: str) -> None:
    data = text.format(e=" ".join(ENGLISH * 3), g=" ".join([CLAUSES["German"]] * 2)).encode()
    assert read_bytes(data, "contract.txt").notes == (note.replace(" parts of page 1 are", " parts of page 1 are"),)


def test_passages_of_a_web_page_are_counted() -> None:
    page = "".join(f"<p>{text}" for text in (ENGLISH[0], CLAUSES["French"], ENGLISH[1], CLAUSES["French"], *ENGLISH))
    (note,) = read_bytes(f"<!doctype html>{page}".encode(), "contract.html").notes
    assert note.startswith("2 passages, ")
    assert note.endswith(" are written in French: not checked.")


def test_two_languages_are_both_named() -> None:
    data = contract(*ENGLISH * 4, *[CLAUSES["French"]] * 3, ENGLISH[0], *[CLAUSES["Polish"]] * 2)
    notes = read_bytes(data, "contract.txt").notes
    assert [("French" in note, "Polish" in note) for note in notes] == [(True, False), (False, True)]
