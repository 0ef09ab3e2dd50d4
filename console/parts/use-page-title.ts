import { useEffect } from 'react'

/** The browser's tab, and what screen readers say when the page changes. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · hocba` : 'hocba'
  }, [title])
}
