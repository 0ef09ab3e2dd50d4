import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Toaster } from 'sonner'
import { UploadDock } from '../library/upload-dock.tsx'
import { AwayNotice } from './away-notice.tsx'
import { BottomBar, Navigation } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { useTheme } from './theme.ts'
import { TopBar } from './top-bar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const storageKey = 'hocba.navigation'

/** What stays while pages change: navigation, top bar, palette, uploads under way. */
export function Shell() {
  const { t } = useTranslation()
  const theme = useTheme()
  const [isNarrow, setNarrow] = useState(() => localStorage.getItem(storageKey) === 'narrow')
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const toggle = () => {
    setNarrow((before) => {
      localStorage.setItem(storageKey, before ? 'wide' : 'narrow')
      return !before
    })
  }
  useShortcuts({
    openPalette: () => setPaletteOpen(true),
    openHelp: () => setHelpOpen(true),
    toggleNavigation: toggle,
  })
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-lg bg-accent px-4 py-2 font-medium text-accent-ink focus:translate-y-0"
      >
        {t('nav.skip')}
      </a>
      <Navigation isNarrow={isNarrow} onToggle={toggle} />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar onSearch={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} />
        <AwayNotice />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-344 flex-1 px-4 pt-6 pb-28 outline-none sm:px-8 md:pb-16"
        >
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <UploadDock />
      <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <ShortcutHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      <Toaster
        theme={theme}
        position="bottom-center"
        offset={{ bottom: 24 }}
        mobileOffset={{ bottom: 76 }}
        toastOptions={{ className: 'font-sans!' }}
      />
    </div>
  )
}
