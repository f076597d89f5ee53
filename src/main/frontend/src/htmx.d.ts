declare module 'htmx.org/dist/htmx.esm.js' {
  interface ResponseRule {
    code: string;
    swap: boolean;
    error?: boolean;
  }
  const htmx: {
    config: {
      allowEval: boolean;
      includeIndicatorStyles: boolean;
      allowScriptTags: boolean;
      historyCacheSize: number;
      responseHandling: ResponseRule[];
    };
  };
  export default htmx;
}
