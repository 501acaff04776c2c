use super::compile;

#[test]
fn reads_expressions_like_go() {
    let cases: &[(&str, &str, bool)] = &[
        (r#"{"a":"#, r#"{"a":1}"#, true),
        ("^a{2}$", "aa", true),
        ("a{,2}", "a{,2}", true),
        (r"^\d$", "٣", false),
        (r"^[\w]+$", "a_9", true),
        (r"^[^\D]+$", "09", true),
        (r"^[[]a&&b]$", "[a&&b]", true),
        (r"^[a[]+$", "a[", true),
        (r"^[]a]+$", "]a", true),
        (r"^[[:alpha:]]+$", "ab", true),
        (r"^\Qa.b\E.$", "a.bc", true),
        (r"^\Qa.b\E.$", "axbc", false),
        ("^a*?b{1,2}?$", "aabb", true),
        (r"(?i)^A(?:b)$", "aB", true),
        (r"\<a\>", "<a>", true),
        (r"^\/a\-b\.$", "/a-b.", true),
        (r"^[\w-a]+\B$", "a-", true),
        (r"^[^\w]\ $", "- ", true),
        (r"^\PL\p{^Lu}\x{6a}\08$", "1aj\u{0}8", true),
        ("(?-i)(?i:A)(?i-i:b)$", "ab", true),
        ("(?s-s)^.$", "\n", false),
        ("(?:)", "", true),
    ];
    for (expression, text, want) in cases {
        assert_eq!(compile(expression).unwrap().is_match(text), *want, "{expression}");
    }
    for good in
        ["(a{10}){100}", "(a{1000}){0}", "((a{0,}){1000})*", "(a{500}|b{500}){2}", "((a{2}){0}){1000}"]
    {
        assert!(compile(good).is_ok(), "{good}");
    }
    for bad in [
        "(a{10}){101}",
        "((?i:a{10,}b){10}c){11}",
        "((a{0}){1000}){2}",
        "(",
        "a**",
        "a{2}{3}",
        "a*??",
        r"\",
        "[a",
        "*",
        "a{1001}",
        "[w--e]",
        r"\u0041",
        "(?x)a",
        "(?i-)",
        "[[:foo:]]",
        r"\1",
        r"\p{Lowercase}",
        r"\p{IsGreek}",
        r"\p{gc=L}",
        r"[a-\d]",
        r"[\b]",
        "(?P<a-b>c)",
        "(?",
        "(?P<a",
        "(?P=a)",
        r"\x{",
        r"\p{",
        r"\p",
        "[a-",
        "[",
        "[[",
    ] {
        assert!(compile(bad).is_err(), "{bad}");
    }
}
