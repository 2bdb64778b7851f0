package agentvault.crypto;

import agentvault.id.Id;

/// An opened key.
///
/// @param owner the installation, or the vault for [KeyUse#VAULT]
/// @param version counts from 1 for each use and owner, and is never used twice
public record Key(Id id, KeyUse use, Id owner, int version, Secret material) {}
