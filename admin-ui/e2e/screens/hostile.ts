/** Names that a layout, a parser or a direction of writing could stumble over. */
export const hostile = [
  'W'.repeat(10_000),
  '<img src=x onerror="alert(1)"> & Söhne',
  'متجر الجبال العالية للملابس والمعدات الرياضية',
  '\u202Egnp.exe\u202C and words in brackets (right to left)',
]
