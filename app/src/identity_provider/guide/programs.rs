//! The programs' texts, which stay on the server. `{issuer}` stands for its address.

use super::{Application, Language};

impl Application {
    /// The program for this kind of client.
    pub(crate) fn program(self, language: Language) -> &'static str {
        match self {
            Self::ClientCredentials => match language {
                Language::Curl => include_str!("client_credentials/curl.sh"),
                Language::Python => include_str!("client_credentials/python.py"),
                Language::Javascript => include_str!("client_credentials/javascript.mjs"),
                Language::Java => include_str!("client_credentials/Java.java"),
                Language::Csharp => include_str!("client_credentials/CSharp.cs"),
                Language::Rust => include_str!("client_credentials/rust.rs"),
            },
            Self::AuthorizationCode => match language {
                Language::Curl => include_str!("authorization_code/curl.sh"),
                Language::Python => include_str!("authorization_code/python.py"),
                Language::Javascript => include_str!("authorization_code/javascript.mjs"),
                Language::Java => include_str!("authorization_code/Java.java"),
                Language::Csharp => include_str!("authorization_code/CSharp.cs"),
                Language::Rust => include_str!("authorization_code/rust.rs"),
            },
            Self::Public => match language {
                Language::Curl => include_str!("public/curl.sh"),
                Language::Python => include_str!("public/python.py"),
                Language::Javascript => include_str!("public/javascript.mjs"),
                Language::Java => include_str!("public/Java.java"),
                Language::Csharp => include_str!("public/CSharp.cs"),
                Language::Rust => include_str!("public/rust.rs"),
            },
            Self::SignedJwt => match language {
                Language::Curl => include_str!("signed_jwt/curl.sh"),
                Language::Python => include_str!("signed_jwt/python.py"),
                Language::Javascript => include_str!("signed_jwt/javascript.mjs"),
                Language::Java => include_str!("signed_jwt/Java.java"),
                Language::Csharp => include_str!("signed_jwt/CSharp.cs"),
                Language::Rust => include_str!("signed_jwt/rust.rs"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Application, Language};

    #[test]
    fn every_program_asks_the_server_whose_page_it_is_on() {
        for application in Application::ALL {
            for language in Language::ALL {
                assert!(application.program(language).contains("{issuer}"), "{application:?} {language:?}");
            }
        }
    }
}
