namespace Jarvis.Models.Replicas;

/// <summary>A replica that has memory of a device.</summary>
/// <typeparam name="T">What it is known by.</typeparam>
/// <param name="Replica">Which one.</param>
/// <param name="Bytes">What was set aside for it.</param>
/// <param name="LastUsed">When it was last used, in any unit: of two, the smaller goes first.</param>
/// <param name="Hold">What keeps it there.</param>
internal readonly record struct Resident<T>(T Replica, long Bytes, long LastUsed, ResidentHold Hold);
