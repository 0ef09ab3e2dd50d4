// An asset knows no LMS; it only shows one of its two languages.
window.Language.start()
