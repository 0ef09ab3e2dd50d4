import { CheckCircle2, CircleDot } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '../shell/logo.tsx'
import { LanguageMenu, ThemeMenu } from '../shell/top-bar.tsx'

/** The two pages outside the shell: the form on one side, on a wide screen a glimpse of what is inside on the other. */
export function Entrance({
  title,
  about,
  children,
}: {
  title: string
  about: string
  children: ReactNode
}) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex flex-col px-6 py-6 sm:px-10">
        <header className="flex items-center gap-2.5">
          <Mark />
          <span className="flex-1 text-[1.2rem] font-semibold tracking-[-0.02em]">hocba</span>
          <LanguageMenu />
          <ThemeMenu />
        </header>
        <main className="m-auto w-full max-w-sm py-10">
          <h1 className="text-[1.733rem] leading-tight font-semibold tracking-[-0.015em]">
            {title}
          </h1>
          <p className="mt-2 mb-7 text-pretty text-muted">{about}</p>
          {children}
        </main>
      </div>
      <Glimpse />
    </div>
  )
}

function Glimpse() {
  const { t } = useTranslation()
  const rows = [
    { name: 'Nguyễn Thị Ánh', ratio: 100 },
    { name: 'Trần Văn Bình', ratio: 62 },
    { name: 'Lê Minh Đức', ratio: 35 },
  ]
  return (
    <div
      aria-hidden="true"
      className="relative grid place-items-center overflow-hidden bg-[#0b5f59] p-10 max-lg:hidden dark:bg-[#0a3a37]"
    >
      <svg aria-hidden="true" className="absolute inset-0 size-full text-white opacity-[0.07]">
        <defs>
          <pattern id="ruled" width="100%" height="44" patternUnits="userSpaceOnUse">
            <path d="M0 43.5H4000" stroke="currentColor" />
          </pattern>
        </defs>
        <rect width="100%" height="100%" fill="url(#ruled)" />
        <path d="M96.5 0V4000" stroke="currentColor" strokeWidth="2" />
      </svg>
      <div className="relative w-full max-w-md">
        <p className="mb-8 text-[1.6rem] leading-snug font-semibold tracking-[-0.015em] text-balance text-white">
          {t('entrance.motto')}
        </p>
        <div className="rounded-xl bg-surface/97 p-2 shadow-2xl">
          {rows.map((row) => (
            <div
              key={row.name}
              className="flex items-center gap-4 border-b border-line px-4 py-3.5 last:border-0"
            >
              {row.ratio === 100 ? (
                <CheckCircle2 className="size-5 text-ok" />
              ) : (
                <CircleDot className="size-5 text-accent" />
              )}
              <span className="flex-1 font-medium">{row.name}</span>
              <span className="h-1.5 w-28 overflow-hidden rounded-full bg-line">
                <span
                  className={`block h-full rounded-full ${row.ratio === 100 ? 'bg-ok' : 'bg-accent'}`}
                  style={{ width: `${row.ratio}%` }}
                />
              </span>
              <span className="w-11 text-right text-[0.867rem] text-muted tabular-nums">
                {row.ratio}%
              </span>
            </div>
          ))}
        </div>
        <p className="mt-6 text-[0.933rem] text-white/70">{t('entrance.note')}</p>
      </div>
    </div>
  )
}
