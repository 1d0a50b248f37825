import { Button, Menu } from '@mantine/core'
import { Icon } from './icon'

interface MenuFilterProps<T extends string> {
  /** What the button says while nothing is chosen: "Any status". */
  any: string
  /** What is chosen, in the plural: "statuses". */
  many: string
  options: { value: T; label: string }[]
  chosen: T[]
  /** Called with undefined when nothing is chosen any more. */
  onChange: (chosen: T[] | undefined) => void
}

/** Narrows a list to any of some values. */
export function MenuFilter<T extends string>({ any, many, options, chosen, onChange }: MenuFilterProps<T>) {
  function choose(values: string[]) {
    const next = options.map(({ value }) => value).filter((value) => values.includes(value))
    onChange(next.length > 0 ? next : undefined)
  }
  const [only, ...others] = options.filter(({ value }) => chosen.includes(value))
  return (
    <Menu closeOnItemClick={false} position="bottom-start" width={240}>
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="chevron" size={14} />}>
          {only ? (others.length > 0 ? `${others.length + 1} ${many}` : only.label) : any}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxGroup value={chosen} onChange={choose}>
          {options.map(({ value, label }, i) => (
            <Menu.CheckboxItem key={value} value={value} data-autofocus={i === 0 || undefined}>
              {label}
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
