import tailwindcss from "@tailwindcss/vite";

/** Draws the utilities of src/ui/styles/theme.css: for the app, and for tests that draw parts of it. */
export const utilities = tailwindcss;
