import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export const surfaceClass =
  'z-50 rounded-lg border border-line bg-surface p-1 shadow-lift outline-none animate-rise'
export const menuItemClass =
  'flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-[0.933rem] outline-none select-none cursor-pointer text-ink data-highlighted:bg-subtle not-data-[disabled=false]:data-disabled:opacity-50 pointer-coarse:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint'

interface MenuProps {
  trigger: ReactNode
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}

export function Menu({ trigger, align = 'end', className, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={classNames(surfaceClass, 'min-w-52 max-w-[calc(100vw-1.5rem)]', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item {...rest} className={classNames(menuItemClass, className)} />
}

interface MenuChoiceProps {
  isChosen: boolean
  onChoose: () => void
  icon?: ReactNode
  children: ReactNode
}

export function MenuChoice({ isChosen, onChoose, icon, children }: MenuChoiceProps) {
  return (
    <Radix.CheckboxItem checked={isChosen} onSelect={onChoose} className={menuItemClass}>
      {icon}
      <span className="flex-1">{children}</span>
      {isChosen && <Check className="text-accent!" aria-hidden />}
    </Radix.CheckboxItem>
  )
}

export const MenuLine = () => <Radix.Separator className="my-1 h-px bg-line" />

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-[0.8rem] text-faint">{children}</Radix.Label>
}
