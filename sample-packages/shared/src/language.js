/* Vietnamese and English stand side by side in the pages; this shows one of them. */
;(function () {
  'use strict'

  const listeners = []

  function remembered() {
    try {
      return sessionStorage.getItem('language')
    } catch {
      return null
    }
  }

  function remember(language) {
    try {
      sessionStorage.setItem('language', language)
    } catch {
      // Without storage the next page begins in Vietnamese again.
    }
  }

  const Language = {
    current: 'vi',
    /** The text of a pair such as { vi: '…', en: '…' }. */
    of: (pair) => (typeof pair === 'string' ? pair : pair[Language.current]),
    onChange: (listener) => listeners.push(listener),
    show(language) {
      Language.current = language === 'en' ? 'en' : 'vi'
      document.documentElement.lang = Language.current
      const title = document.querySelector('meta[name="title-' + Language.current + '"]')
      if (title) document.title = title.content
      for (const button of document.querySelectorAll('[data-language]')) {
        button.setAttribute('aria-pressed', String(button.dataset.language === Language.current))
      }
      remember(Language.current)
      for (const listener of listeners) listener(Language.current)
    },
    /** Shows the preferred language, else the one of the page before, else Vietnamese. */
    start(preferred) {
      for (const button of document.querySelectorAll('[data-language]')) {
        button.addEventListener('click', () => Language.show(button.dataset.language))
      }
      Language.show(preferred || remembered() || 'vi')
    },
  }

  window.Language = Language
})()
