#include "CNetwork.h"

// Clang embeds in every C mode and remarks in those before C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t weights[] = {
#embed "weights.bin"
};

const uint8_t *cnetwork_weights(size_t *count) {
  *count = sizeof weights;
  return weights;
}

static const uint8_t judge[] = {
#embed "judge.bin"
};

const uint8_t *cnetwork_judge(size_t *count) {
  *count = sizeof judge;
  return judge;
}
