import type { Page } from 'playwright-core'

export interface Look {
  readonly size: 'wide' | 'phone'
  readonly theme: 'light' | 'dark'
  readonly language: 'vi' | 'en'
}

const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

const all: readonly Look[] = (['wide', 'phone'] as const).flatMap((size) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['vi', 'en'] as const).map((language) => ({ size, theme, language })),
  ),
)

/** The ways in which the n-th state of the player is looked at: each in the long form, else one and its contrary. */
export const looksOf = (n: number): readonly Look[] =>
  process.env.HOCBA_TEST_AXE === 'long' ? all : [all[n % 8]!, all[7 - (n % 8)]!]

export async function prepareLook(page: Page, { size, theme, language }: Look): Promise<void> {
  await page.setViewportSize(sizes[size])
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.addInitScript(`localStorage.setItem('hocba.language', '${language}')`)
}
