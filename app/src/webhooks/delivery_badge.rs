//! How a message fared, at a glance.

use domain::DeliveryState;
use leptos::prelude::*;

use crate::components::facts::badge;

pub(super) fn delivery_badge(state: DeliveryState) -> AnyView {
    let class = match state {
        DeliveryState::Waiting => "progress",
        DeliveryState::Delivered => "enabled",
        DeliveryState::GivenUp => "disabled",
    };
    badge(class, state.label())
}
