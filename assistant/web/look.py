"""The look that Gradio's own parts get: the colours and type of assets/style.css, given as its theme."""

import gradio as gr

_PINE = gr.themes.Color(
    "#eef6f1", "#dcece2", "#b9dac7", "#8fc3a6", "#5da581", "#3a8763", "#246b4b", "#17543f", "#114031", "#0c2f24", "#071d16"
)  # fmt: skip
_STONE = gr.themes.Color(
    "#faf8f2", "#f1ede2", "#ddd7c8", "#c4bdab", "#948e7e", "#6b6759", "#4d4a40", "#343229", "#26261f", "#1a1d18", "#121613"
)  # fmt: skip
_SAME_IN_BOTH = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--muted)",
    "background_fill_primary": "var(--card)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--pine)",
    "block_background_fill": "transparent",
    "block_label_text_color": "var(--muted)",
    "block_title_text_color": "var(--ink)",
    "input_background_fill": "var(--card)",
    "input_background_fill_focus": "var(--card)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--pine)",
    "input_placeholder_color": "var(--muted)",
    "button_primary_background_fill": "var(--pine)",
    "button_primary_background_fill_hover": "var(--pine-strong)",
    "button_primary_text_color": "var(--on-pine)",
    "button_secondary_background_fill": "var(--card)",
    "button_secondary_background_fill_hover": "var(--pine-soft)",
    "button_secondary_border_color": "var(--line-strong)",
    "button_secondary_text_color": "var(--ink)",
    "color_accent": "var(--pine)",
    "color_accent_soft": "var(--pine-soft)",
    "checkbox_background_color_selected": "var(--pine)",
    "checkbox_label_background_fill": "var(--card)",
    "table_even_background_fill": "var(--card)",
    "table_odd_background_fill": "var(--card)",
    "table_border_color": "var(--line)",
    "link_text_color": "var(--pine)",
    "link_text_color_hover": "var(--pine-strong)",
}


def theme() -> gr.themes.Base:
    """Return the theme; each colour is a variable that style.css sets for light and dark."""
    base = gr.themes.Base(
        primary_hue=_PINE,
        neutral_hue=_STONE,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=("IBM Plex Sans", "Segoe UI", "system-ui", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )
    dark = {f"{name}_dark": value for name, value in _SAME_IN_BOTH.items() if hasattr(base, f"{name}_dark")}
    return base.set(
        **_SAME_IN_BOTH, **dark, block_border_width="0px", block_shadow="none", block_padding="0px", button_large_text_weight="600",
        input_border_width="1px", layout_gap="14px", block_title_text_weight="600",
    )  # fmt: skip
