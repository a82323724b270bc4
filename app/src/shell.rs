//! The document around the portal, made on the server only.

use std::sync::Arc;

use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::assets::AssetNames;
use crate::door::provider_name;

/// The HTML document of every page. Needs [`AssetNames`] and a nonce as contexts.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let names = expect_context::<Arc<AssetNames>>();
    let AssetNames { js, wasm, css, icons, chunks: _ } = &*names;
    // Not `HydrationScripts`: it can only name files by leptos' own scheme of hashes.
    // Until the page is taken over its links are the browser's: the router catches clicks before it can follow them, and
    // what it follows before the frame in which `Hydrated` becomes true leaves the focus where it was. Back and Forward
    // between what was one page before a reload only change the address, which the router would hear of too late. The mark
    // shows in the browser's timeline how long a page was the server's alone.
    let start = format!(
        "{{const hold=e=>e.stopImmediatePropagation(),here=()=>location.pathname+location.search,rendered=here(),\
         follow=()=>{{if(here()!==rendered)location.reload()}};\
         addEventListener('click',hold,true);addEventListener('popstate',follow);\
         addEventListener('DOMContentLoaded',()=>import({js:?})\
         .then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m.hydrate()))\
         .then(()=>requestAnimationFrame(()=>{{removeEventListener('click',hold,true);\
         removeEventListener('popstate',follow);performance.mark('hydrated')}})))}}"
    );

    view! {
        <!DOCTYPE html>
        <html lang="en" data-provider=provider_name()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                // Before the style sheet, for which scripts wait while somebody may press Back.
                <script nonce=use_nonce()>{start}</script>
                <link rel="stylesheet" href=css.clone()/>
                <link rel="icon" type="image/svg+xml" href=icons.clone()/>
                <link rel="modulepreload" href=js.clone()/>
                <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <AutoReload options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
