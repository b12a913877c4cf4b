/*
 * espeak-phones DATA VOICE WORDS_PER_MINUTE PITCH RANGE: reads one sentence a line, writes for each
 *
 *     speech RATE_HZ SAMPLES PHONES\n    then PHONES lines "START_MS NAME\n" (the last, NAME ".", is the end), then SAMPLES s16
 *
 * DATA is the folder that holds espeak-ng-data. Without arguments it prints where espeak-ng itself looks.
 *
 * A tool for training and measuring, of its own process: espeak-ng is GPL-3 and never part of the product.
 */
#include <espeak-ng/speak_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PHONES = 4096, MAX_SAMPLES = 22050 * 120, MAX_LINE = 4096 };

static short samples[MAX_SAMPLES];
static struct { int startMs; char name[9]; } phones[MAX_PHONES];
static int sampleCount, phoneCount;

static void addPhone(int startMs, const char *name) {
  if (phoneCount == MAX_PHONES) return;
  phones[phoneCount].startMs = startMs;
  snprintf(phones[phoneCount++].name, 9, "%s", *name ? name : "_");
}

static int receive(short *wav, int count, espeak_EVENT *event) {
  for (; event->type != espeakEVENT_LIST_TERMINATED; event++) {
    char name[9] = {0};
    if (event->type == espeakEVENT_PHONEME) memcpy(name, event->id.string, 8);
    if (event->type == espeakEVENT_PHONEME) addPhone(event->audio_position, name);
    if (event->type == espeakEVENT_END) addPhone(event->audio_position, "_");
  }
  if (wav == NULL || count <= 0) return 0;
  if (count > MAX_SAMPLES - sampleCount) count = MAX_SAMPLES - sampleCount;
  memcpy(samples + sampleCount, wav, count * sizeof *samples);
  sampleCount += count;
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 6 && argc != 1) return fputs("usage: espeak-phones DATA VOICE WORDS_PER_MINUTE PITCH RANGE\n", stderr), 2;
  int rateHz = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 500, argv[1], espeakINITIALIZE_PHONEME_EVENTS);
  if (rateHz <= 0) return fputs("espeak-ng does not start\n", stderr), 1;
  if (argc == 1) {
    const char *data;
    espeak_Info(&data);
    return puts(data) < 0;
  }
  espeak_SetSynthCallback(receive);
  if (espeak_SetVoiceByName(argv[2]) != EE_OK) return fprintf(stderr, "no voice %s\n", argv[2]), 1;
  espeak_SetParameter(espeakRATE, atoi(argv[3]), 0);
  espeak_SetParameter(espeakPITCH, atoi(argv[4]), 0);
  espeak_SetParameter(espeakRANGE, atoi(argv[5]), 0);
  char line[MAX_LINE];
  while (fgets(line, sizeof line, stdin)) {
    sampleCount = phoneCount = 0;
    espeak_Synth(line, strlen(line) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
    espeak_Synchronize();
    addPhone((int)(sampleCount * 1000LL / rateHz), ".");
    printf("speech %d %d %d\n", rateHz, sampleCount, phoneCount);
    for (int i = 0; i < phoneCount; i++) printf("%d %s\n", phones[i].startMs, phones[i].name);
    fwrite(samples, sizeof *samples, sampleCount, stdout);
  }
  return espeak_Terminate() == EE_OK ? 0 : 1;
}
