import { Button } from '@mantine/core'
import type { CSSProperties } from 'react'
import { accentOf } from '@/lib/accent'
import classes from './branding.module.css'

interface BrandingPreviewProps {
  name: string
  accentColor: string
  logo: string | null
}

const product = '#0f6480'

/** What clients will see, in light and in dark. */
export function BrandingPreview({ name, accentColor, logo }: BrandingPreviewProps) {
  const { light, dark } = accentOf(/^#[0-9a-f]{6}$/i.test(accentColor) ? accentColor : product)
  const style = { '--accent-light': light, '--accent-dark': dark } as CSSProperties
  return (
    <figure className={classes.preview} style={style}>
      {(['light', 'dark'] as const).map((scheme) => (
        <div key={scheme} className={`brand-sample ${classes.sample}`} data-scheme={scheme}>
          <div className={`brand ${classes.brand}`}>
            {logo && <img src={logo} alt="" />}
            {(name.trim() || !logo) && <span>{name.trim() || 'CAPI Connect'}</span>}
          </div>
          <div className={classes.card}>
            <Button component="span" size="xs">
              Back to {name.trim() || 'your page'}
            </Button>
            <span className={classes.link}>Help</span>
          </div>
        </div>
      ))}
      <figcaption>In light and in dark. The button of the login keeps Facebook’s blue.</figcaption>
    </figure>
  )
}
