import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Keyboard, Languages, LogOut, Monitor, Moon, Search, Sun, UserCog } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import { initialOf } from '../language/format.ts'
import { type Language, languages, switchLanguage, useLanguage } from '../language/language.ts'
import { IconButton } from '../parts/button.tsx'
import { Avatar } from '../parts/card.tsx'
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../parts/menu.tsx'
import { Mark } from './logo.tsx'
import { switchTheme, themes, useTheme } from './theme.ts'

const themeIcons = { light: Sun, dark: Moon, system: Monitor }
const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)
export const modifierKey = isApple ? '⌘' : 'Ctrl'

interface TopBarProps {
  onSearch: () => void
  onHelp: () => void
}

export function TopBar({ onSearch, onHelp }: TopBarProps) {
  const { t } = useTranslation()
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-canvas/90 backdrop-blur print:hidden">
      <div className="mx-auto flex h-15 max-w-344 items-center gap-2 px-4 sm:px-8">
        <Link to="/" className="mr-1 md:hidden" aria-label={t('nav.home')}>
          <Mark />
        </Link>
        <button
          type="button"
          onClick={onSearch}
          className="flex h-9.5 min-w-0 flex-1 items-center gap-2.5 rounded-lg border border-line bg-surface px-3 text-left text-[0.933rem] text-faint transition-colors hover:border-line-strong sm:max-w-100 pointer-coarse:h-11"
        >
          <Search className="size-4 shrink-0" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{t('palette.hint')}</span>
          <kbd className="rounded-sm border border-line px-1.5 font-sans text-[0.8rem] whitespace-nowrap max-sm:hidden">
            {modifierKey} K
          </kbd>
        </button>
        <div className="flex-1 max-sm:hidden" />
        <LanguageMenu />
        <ThemeMenu />
        <IconButton label={`${t('help.title')} (?)`} onClick={onHelp} className="max-md:hidden">
          <Keyboard aria-hidden />
        </IconButton>
        <UserMenu />
      </div>
    </header>
  )
}

export function LanguageMenu() {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Menu
      trigger={
        <button
          type="button"
          title={t('language.choose')}
          aria-label={`${t('language.choose')}: ${t(`language.${language}`)} · ${language.toUpperCase()}`}
          className="flex h-9 items-center gap-1.5 rounded-lg px-2 text-[0.867rem] font-medium text-muted hover:bg-subtle hover:text-ink pointer-coarse:h-11"
        >
          <Languages className="size-[1.125rem]" aria-hidden />
          {language.toUpperCase()}
        </button>
      }
    >
      {languages.map((one: Language) => (
        <MenuChoice key={one} isChosen={one === language} onChoose={() => switchLanguage(one)}>
          {one === 'vi' ? 'Tiếng Việt' : 'English'}
        </MenuChoice>
      ))}
    </Menu>
  )
}

export function ThemeMenu() {
  const { t } = useTranslation()
  const theme = useTheme()
  const Icon = themeIcons[theme]
  return (
    <Menu
      trigger={
        <IconButton label={t('theme.choose')}>
          <Icon aria-hidden />
        </IconButton>
      }
    >
      {themes.map((one) => {
        const OneIcon = themeIcons[one]
        return (
          <MenuChoice
            key={one}
            isChosen={one === theme}
            onChoose={() => switchTheme(one)}
            icon={<OneIcon aria-hidden />}
          >
            {t(`theme.${one}`)}
          </MenuChoice>
        )
      })}
    </Menu>
  )
}

function UserMenu() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const signOut = async () => {
    try {
      await post('/sign-out')
    } catch {
      toast.error(t('signIn.outFailed'))
      return
    }
    queryClient.clear()
    await navigate({ to: '/sign-in', search: {} })
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('nav.user')}
          className="ml-1 grid size-9 place-items-center rounded-full pointer-coarse:size-11"
        >
          <Avatar letter={initialOf(me.data?.name ?? '')} />
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-[0.933rem] font-medium text-ink">{me.data?.name}</span>
        <span className="block">{me.data?.email}</span>
      </MenuLabel>
      <MenuLine />
      <MenuItem asChild>
        <Link to="/account">
          <UserCog aria-hidden />
          {t('account.title')}
        </Link>
      </MenuItem>
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden />
        {t('signIn.out')}
      </MenuItem>
    </Menu>
  )
}
