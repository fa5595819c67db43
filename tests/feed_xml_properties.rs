//! Properties of XML feeds for every text, compared with an independent parser.

mod support;

use proptest::{prelude::*, sample::select};
use support::checks::xml;
use support::feeds::{End, ReadOptions, read_xml};
use support::texts::cases;

/// Pieces of XML, and similar ones.
const TOKENS: &[&str] = &[
    "<Products>",
    "</Products>",
    "<Product>",
    "</Product>",
    "<rss>",
    "</rss>",
    "<channel>",
    "</channel>",
    "<item>",
    "</item>",
    "<a>",
    "</a>",
    "<a/>",
    "<a b='1'>",
    "<a b=\"'>\" c = '&lt;'/>",
    "<a b=c>",
    "<a b='1'c='2'>",
    "<inventory_quantity>0",
    "</inventory_quantity>",
    "<inventory_policy>1</inventory_policy>",
    "<",
    ">",
    "/",
    "</",
    "/>",
    "<!",
    "<!--",
    "-->",
    "--",
    "-",
    "<![CDATA[",
    "]]>",
    "]]",
    "<?",
    "?>",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a>",
    "&",
    ";",
    "&amp;",
    "&#65;",
    "&#x1F600;",
    "&#0;",
    "&#xD800;",
    "&nbsp;",
    "&lt",
    "\"",
    "'",
    "=",
    " ",
    "\n",
    "\r\n",
    "\t",
    "text",
    "é",
    "😀",
    "\u{FEFF}",
    "\0",
    "\u{1}",
];

const NAMES: &[&str] = &[
    "id",
    "g:id",
    "title",
    "inventory_quantity",
    "g:inventory_quantity",
    "$",
    "inventory_policy",
    "tag",
    "tag",
    "categories",
    "h:other",
    "é",
    "a-name.that_is-long",
];

const CONTENTS: &[&str] = &[
    "",
    "0",
    "1",
    " 2 ",
    "-1",
    "deny",
    "a text",
    "a longer text, of more than one block, in which there is nothing",
    "lines\nof text\r\nthat\rend",
    "Fish &amp; Chips",
    "&lt;p&gt;&#13;&#10;&quot;&apos;",
    "&#x1F600; and &#233;",
    "<![CDATA[<p>a & b</p>]]>",
    "a <![CDATA[ ]]]><![CDATA[]>]]> ]] > b",
    "<![CDATA[1]]>",
    "é, ü and 😀",
    "\u{FEFF}marked",
    "<!-- <a> & -->0",
    "<?target of an instruction?>",
    "<a>1</a>",
    "<g:a>1</g:a> <b/><a>&gt;</a>",
    "<a><b><a>deep</a></b></a>text",
    "\"quotes\" \\ and\ttabs",
];

const SPACES: &[&str] = &["", "", "\n  ", " ", "\r\n\t", "<!-- a note -->", "<?note?>", "text"];
const TAGS: &[&str] = &["", "", "", " ", " a=\"1\"", "\n a='>' b = \"'\""];
const AROUND: &[(&str, &str, &str)] = &[
    ("<Products>", "</Products>", "Product"),
    ("<products a='1'>", "</products >", "product"),
    ("<rss version=\"2.0\"><Products>", "</Products></rss>", "Product"),
    ("<rss><channel><title>A shop</title><link/>", "<more>text</more></channel></rss>", "item"),
    ("<rss><channel><Products>", "</Products></channel></rss>", "Product"),
    ("<feed>", "</feed>", "entry"),
    ("<items>", "</items>", "item"),
];
const BEFORE: &[&str] = &[
    "",
    "\u{FEFF}",
    "<?xml version=\"1.0\"?>",
    "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?>\n",
    " <!-- a note --> ",
    "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
];

fn element() -> impl Strategy<Value = String> {
    let name = select(NAMES).prop_map(|name| if name == "$" { "_" } else { name });
    (name, select(TAGS), select(CONTENTS), select(SPACES)).prop_map(|(name, tag, content, space)| {
        if content.is_empty() && space.is_empty() {
            format!("<{name}{tag}/>")
        } else {
            format!("<{name}{tag}>{content}</{name}>{space}")
        }
    })
}

fn document() -> impl Strategy<Value = String> {
    let row = (prop::collection::vec(element(), 0..6), select(TAGS), select(SPACES));
    (select(BEFORE), select(AROUND), prop::collection::vec(row, 0..5)).prop_map(
        |(before, (begin, end, name), rows)| {
            // The root declares the prefixes, which the other parser requires.
            let at = begin.find(['>', ' ']).unwrap_or_default();
            let (root, inner) = begin.split_at(at);
            let names = " xmlns:g=\"http://base.google.com/ns/1.0\" xmlns:h='other'";
            let rows = rows
                .iter()
                .map(|(elements, tag, space)| format!("<{name}{tag}>{}</{name}>{space}", elements.concat()));
            format!("{before}{root}{names}{inner}{}{end}\n", rows.collect::<Vec<_>>().concat())
        },
    )
}

/// A document with a few bytes changed.
fn mutant() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..5u8, any::<u8>(), select(TOKENS));
    (document(), prop::collection::vec(edit, 1..4)).prop_map(|(document, edits)| {
        let mut bytes = document.into_bytes();
        for (at, kind, byte, token) in edits {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + 1);
            match kind {
                0 => drop(bytes.splice(at..end, [])),
                1 => drop(bytes.splice(at..end, [byte])),
                2 => drop(bytes.splice(at..at, token.bytes())),
                3 => drop(bytes.splice(at..end, token.bytes())),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        xml::check(&bytes);
    }

    #[test]
    fn any_tokens(tokens in prop::collection::vec(select(TOKENS), 0..40)) {
        xml::check(tokens.concat().as_bytes());
    }

    #[test]
    fn documents_that_are_nearly_right(bytes in mutant()) {
        xml::check(&bytes);
    }

    #[test]
    fn documents(document in document()) {
        xml::check(document.as_bytes());
        let end = read_xml(document.as_bytes(), ReadOptions::default(), []).end;
        let is_valid = !document.contains("ISO") && !document.contains("<items");
        prop_assert_eq!(end == End::Whole, is_valid, "{:?} of {}", end, document);
    }
}
