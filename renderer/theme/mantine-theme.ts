/** Mantine, told to look like section "type, spacing, colour" of our tokens. Its own defaults fail WCAG AA in places. */
import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
  Modal,
  Tooltip,
} from '@mantine/core'
import { cssColor, cssVariables, tokens } from './tokens.ts'

// Mantine wants ten shades; only the ones its variables below point at are ever drawn.
const shades = (colour: string): MantineColorsTuple => [
  colour,
  colour,
  colour,
  colour,
  colour,
  colour,
  colour,
  colour,
  colour,
  colour,
]

const { light, dark } = tokens
// Parts of Mantine draw with its greys, light and dark, from the lightest to the darkest: ours stand in their places.
const gray: MantineColorsTuple = [
  light.hover,
  light.sunken,
  light.line,
  light.line,
  light.control,
  light['text-3'],
  light['text-3'],
  light['text-2'],
  light.text,
  light.text,
]
const darkGray: MantineColorsTuple = [
  dark.text,
  dark['text-2'],
  dark['text-3'],
  dark.control,
  dark.line,
  dark.sunken,
  dark.surface,
  dark.surface,
  dark.canvas,
  dark.canvas,
]

export const fontFamily =
  '"Inter Variable", "PingFang HK", "Microsoft JhengHei UI", "Noto Sans HK Variable", system-ui, sans-serif'
const monospace = 'ui-monospace, "Cascadia Mono", Menlo, monospace'

export const theme = createTheme({
  fontFamily,
  fontFamilyMonospace: monospace,
  primaryColor: 'accent',
  colors: { accent: shades(light.fill), danger: shades(light['danger-fill']), gray, dark: darkGray },
  defaultRadius: 4,
  radius: { xs: '4px', sm: '4px', md: '4px', lg: '4px', xl: '4px' },
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.3334', sm: '1.5385', md: '1.4286', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  headings: {
    fontFamily,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size }) => ({ root: size === 'sm' ? { '--button-height': '32px' } : {} }),
    }),
    Input: Input.extend({ defaultProps: { size: 'sm' }, vars: () => ({ wrapper: { '--input-height': '32px' } }) }),
    InputWrapper: Input.Wrapper.extend({ defaultProps: { size: 'sm' } }),
    Modal: Modal.extend({ defaultProps: { shadow: 'none', centered: true, transitionProps: { duration: 100 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } }),
    Menu: { defaultProps: { shadow: 'none', transitionProps: { duration: 100 } } },
  },
})

const shared = {
  '--mantine-color-body': cssColor('surface'),
  '--mantine-color-text': cssColor('text'),
  '--mantine-color-bright': cssColor('text'),
  '--mantine-color-dimmed': cssColor('text-2'),
  '--mantine-color-placeholder': cssColor('text-3'),
  '--mantine-color-error': cssColor('critical'),
  '--mantine-color-anchor': cssColor('accent'),
  '--mantine-color-default': cssColor('surface'),
  '--mantine-color-default-hover': cssColor('hover'),
  '--mantine-color-default-color': cssColor('text'),
  '--mantine-color-default-border': cssColor('control'),
  '--mantine-color-disabled': cssColor('sunken'),
  '--mantine-color-disabled-color': cssColor('text-3'),
  '--mantine-color-disabled-border': cssColor('line'),
  '--mantine-primary-color-filled': cssColor('fill'),
  '--mantine-primary-color-filled-hover': cssColor('fill-hover'),
  '--mantine-color-accent-filled': cssColor('fill'),
  '--mantine-color-accent-filled-hover': cssColor('fill-hover'),
  '--mantine-color-accent-light': cssColor('accent-tint'),
  '--mantine-color-accent-light-hover': cssColor('accent-tint'),
  '--mantine-color-accent-light-color': cssColor('accent'),
  '--mantine-color-accent-outline': cssColor('accent'),
  '--mantine-color-accent-outline-hover': cssColor('hover'),
  '--mantine-color-danger-filled': cssColor('danger-fill'),
  '--mantine-color-danger-filled-hover': cssColor('danger-fill-hover'),
  '--mantine-color-danger-outline': cssColor('critical'),
  '--mantine-color-danger-outline-hover': cssColor('critical-tint'),
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...shared, ...cssVariables('light') },
  dark: { ...shared, ...cssVariables('dark') },
})
