use super::Way;

#[test]
fn each_shell_completes_commands_and_options() {
    let way = Way::sqlite();
    for shell in ["bash", "zsh", "fish"] {
        let script = way.does(&["completions", shell]);
        assert_eq!(script.err, "");
        for word in ["api-key", "redirect-uri", "authorization_code"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    way.refuses(&["completions", "cmd"], 2);
}
