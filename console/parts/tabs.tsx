import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

interface TabsProps {
  value: string
  onChange: (value: string) => void
  label: string
  tabs: readonly {
    readonly value: string
    readonly title: string
    readonly count?: number | undefined
  }[]
  children: ReactNode
}

export function Tabs({ value, onChange, label, tabs, children }: TabsProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange}>
      <Radix.List
        aria-label={label}
        className="-mx-4 mb-5 flex gap-1 overflow-x-auto border-b border-line px-4 [scrollbar-width:none] sm:mx-0 sm:px-0"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="relative flex h-11 shrink-0 items-center gap-2 rounded-t-md px-3 text-[0.933rem] font-medium text-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-3 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-full data-[state=active]:after:bg-accent"
          >
            {tab.title}
            {tab.count !== undefined && (
              <span className="rounded-full bg-subtle px-1.5 text-[0.8rem] text-faint tabular-nums">
                {tab.count}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  )
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="rounded-lg outline-offset-4">
      {children}
    </Radix.Content>
  )
}
