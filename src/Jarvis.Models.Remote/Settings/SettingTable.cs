namespace Jarvis.Models.Remote.Settings;

/// <summary>The settings that something has, by name in any case, each with what it does.</summary>
/// <typeparam name="T">What is set.</typeparam>
internal sealed class SettingTable<T>() : Dictionary<string, Action<T, SettingNode>>(StringComparer.OrdinalIgnoreCase);
