using System.Text.Json;
using System.Text.RegularExpressions;
using Jarvis.Events;
using Microsoft.Data.Sqlite;

namespace Jarvis.Chaos;

/// <summary>The state file as a kill left it, looked at in a copy: opening the file itself would mend it before the host does.</summary>
internal sealed partial class StateCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-chaos-copy-").FullName;
    private readonly SqliteConnection _connection;

    internal StateCopy(string file)
    {
        var copy = Path.Combine(_folder, "state.db");
        foreach (var end in (string[])["", "-wal"])
        {
            if (File.Exists(file + end))
            {
                File.Copy(file + end, copy + end);
            }
        }

        _connection = new SqliteConnection($"Data Source={copy};Pooling=false");
        _connection.Open();
    }

    /// <summary>What is wrong with the file; null for nothing.</summary>
    internal string? Damage()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar() is "ok" ? null : "The state file does not pass integrity_check.";
    }

    /// <summary>The recorded events of each conversation, by name, in order.</summary>
    internal Dictionary<string, List<ConversationEvent>> Events()
    {
        var pages = new SortedDictionary<(string Conversation, int Page), string>();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT id, payload FROM documents WHERE kind = 'events'";
        using var reader = HasDocuments() ? command.ExecuteReader() : null;
        while (reader?.Read() == true)
        {
            // local/conversation/page
            var id = reader.GetString(0).Split('/');
            pages[(id[1], int.Parse(id[2], System.Globalization.CultureInfo.InvariantCulture))] = System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1));
        }

        return pages.GroupBy(page => page.Key.Conversation).ToDictionary(
            group => group.Key,
            group => group.SelectMany(page => JsonDocument.Parse(page.Value).RootElement.GetProperty("events").EnumerateArray()
                .Select(happened => History.Read(happened.GetRawText()))).ToList());
    }

    /// <summary>Every content address that any document names.</summary>
    internal HashSet<string> Named()
    {
        var named = new HashSet<string>();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT payload FROM documents";
        using var reader = HasDocuments() ? command.ExecuteReader() : null;
        while (reader?.Read() == true)
        {
            named.UnionWith(Address().Matches(System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0))).Select(address => address.Value));
        }

        return named;
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")]
    private static partial Regex Address();

    private bool HasDocuments()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'documents'";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }
}
