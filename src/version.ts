/** The build puts in the version of the package. */
export const VERSION = process.env.SSO_SETUP_VERSION ?? 'development';
