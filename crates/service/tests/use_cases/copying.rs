//! Copying a client.

use service::ServiceError;

use crate::world::{World, confidential, public};

#[tokio::test]
async fn a_copy_has_the_first_free_name_and_no_client_id() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let mut draft = public("Shop");
    draft.client_id = "shop".to_owned();
    draft.web_origins = vec!["https://myapp.com".to_owned()];
    draft.description = "Sells things".to_owned();
    let saved = world.register(&administrator, &draft).await;
    let events = world.events(&reader).await.len();
    let copy = async || world.services.copy_of_oauth_client(&reader, "app-shop").await.unwrap();

    draft.client_id = String::new();
    draft.client_name = "Shop copy".to_owned();
    assert_eq!(copy().await, draft);
    assert_eq!(world.events(&reader).await.len(), events, "a copy is stored only when it is saved");

    // In another case, as names are unique without regard to it.
    world.register(&administrator, &public("SHOP COPY")).await;
    world.register(&administrator, &public("Shop copy 3")).await;
    assert_eq!(copy().await.client_name, "Shop copy 2");
    world.register(&administrator, &public("Shop copy 2")).await;
    assert_eq!(copy().await.client_name, "Shop copy 4");

    world.begin_provisioning(&saved).await;
    assert_eq!(copy().await.client_name, "Shop copy 4", "a request in progress is no obstacle");
}

#[tokio::test]
async fn the_name_of_a_copy_fits_and_the_copy_can_be_saved() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &confidential(&"x".repeat(255))).await;
    for end in [" copy", " copy 2"] {
        let copy =
            world.services.copy_of_oauth_client(&reader, saved.client.client_id.as_str()).await.unwrap();
        assert_eq!(copy.client_name, format!("{}{end}", "x".repeat(255 - end.len())));
        let copied = world.register(&administrator, &copy).await;
        assert_ne!(copied.client.client_id, saved.client.client_id);
        assert!(copied.secret.is_some());
    }
}

#[tokio::test]
async fn what_does_not_exist_cannot_be_copied() {
    let world = World::set_up().await;
    let (_, reader) = world.administrator().await;
    let error = world.services.copy_of_oauth_client(&reader, "app-x").await.unwrap_err();
    assert!(matches!(error, ServiceError::NotFound));
}

#[tokio::test]
async fn where_very_many_names_are_taken_the_copy_has_a_random_one() {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let saved = world.register(&administrator, &public("Shop")).await;
    world.register(&administrator, &public("Shop copy")).await;
    for number in 2..=50 {
        world.register(&administrator, &public(&format!("Shop copy {number}"))).await;
    }
    let copy =
        async || world.services.copy_of_oauth_client(&reader, saved.client.client_id.as_str()).await.unwrap();
    let (one, other) = (copy().await, copy().await);
    let end = one.client_name.strip_prefix("Shop copy ").unwrap();
    assert!(end.len() == 8 && end.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{end}");
    assert_ne!(one.client_name, other.client_name);
    world.register(&administrator, &one).await;
}
