import { themeQuartz } from 'ag-grid-community'
import { fontFamily } from './mantine-theme.ts'
import { cssColor } from './tokens.ts'

/** The grid in the console's colours: the variables change with the scheme, so one theme serves both. */
export const gridTheme = themeQuartz.withParams({
  accentColor: cssColor('accent'),
  backgroundColor: cssColor('surface'),
  foregroundColor: cssColor('text'),
  textColor: cssColor('text'),
  borderColor: cssColor('line'),
  chromeBackgroundColor: cssColor('surface'),
  headerBackgroundColor: cssColor('surface'),
  headerTextColor: cssColor('text-2'),
  headerFontSize: 12,
  headerFontWeight: 500,
  headerHeight: 32,
  rowHoverColor: cssColor('hover'),
  selectedRowBackgroundColor: cssColor('selected'),
  rowBorder: true,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  borderRadius: 4,
  cellHorizontalPadding: 8,
  dataFontSize: 13,
  fontSize: 13,
  fontFamily,
  iconSize: 14,
  spacing: 6,
  headerColumnResizeHandleColor: cssColor('line'),
  cellFontFamily: fontFamily,
  focusShadow: 'none',
})
