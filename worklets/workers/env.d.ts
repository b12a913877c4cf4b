/** Assets that the bundler serves from the page's own origin. */
declare module "*?url" {
  const url: string;
  export default url;
}

/** opus-recorder's encoder with the default export that web/vite/opus-recorder-esm.ts adds. */
declare module "opus-recorder/dist/encoderWorker.min.js" {
  interface OggOpusConfig {
    /** 2048 VOIP, 2049 AUDIO (opus_defines.h). */
    encoderApplication: number;
    encoderFrameSize: number;
    encoderSampleRate: number;
    originalSampleRate: number;
    encoderBitRate: number;
    encoderComplexity?: number;
    maxFramesPerPage: number;
    numberOfChannels: number;
  }
  interface OggOpusEncoder {
    /** Every buffer must have the length of the first one. */
    encode(channels: Float32Array[]): { page: Uint8Array<ArrayBuffer> }[];
    destroy(): void;
  }
  const encoder: {
    OggOpusEncoder: new (config: OggOpusConfig, module: unknown) => OggOpusEncoder;
    Module: { mainReady?: Promise<void>; calledRun?: boolean; onRuntimeInitialized?: () => void };
  };
  export default encoder;
}
