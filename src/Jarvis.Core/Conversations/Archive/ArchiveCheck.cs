using System.Security.Cryptography;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Conversations.Archive;

/// <summary>Holds an archive to what one of jarvis is: every file has the bytes that it says, every event follows the one before. One line at a time.</summary>
internal sealed class ArchiveCheck : IDisposable
{
    private readonly Dictionary<int, ArchivedTurn> _open = [];
    private readonly HashSet<ResourceId> _files = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ArchiveLine.File? _file;
    private long _bytes;
    private bool _hasEnded;

    /// <summary>The name of the conversation; null before the header.</summary>
    internal string? Name { get; private set; }

    internal long Events { get; private set; }

    /// <summary>How many turns have begun.</summary>
    internal int Turns { get; private set; }

    /// <summary>Takes the next line.</summary>
    /// <returns>The turn that it is of; null where it is no event.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.TooLarge"/>.</exception>
    internal ArchivedTurn? Take(ArchiveLine line)
    {
        Require(!_hasEnded, "goes on after its end");
        Require(Name is null == line is ArchiveLine.Header, "does not begin with one header");
        if (line is not ArchiveLine.Bytes)
        {
            CloseFile();
        }

        switch (line)
        {
            case ArchiveLine.Header header:
                if (header.Form > ArchiveLine.NewestForm)
                {
                    throw Error.InvalidRequest($"The archive was written by a newer jarvis (its form is {header.Form}, this one knows up to {ArchiveLine.NewestForm}); import it there.");
                }

                Require(header.Form >= 1, "is of no form that there is");
                Name = new ConversationId(TenantId.Local, header.Conversation).Name;
                break;
            case ArchiveLine.File file:
                Require(Events == 0, "has a file among its events");
                Require(file.Id.Value is not null && file.Length >= 0 && _files.Add(file.Id), "has a file twice, or one without a hash");
                if (_files.Count > ArchiveLimits.Files)
                {
                    throw Error.TooLarge($"The archive has more than {ArchiveLimits.Files:N0} files.");
                }

                (_file, _bytes) = (file, 0);
                break;
            case ArchiveLine.Bytes { Content: var content }:
                Require(_file is not null && (_bytes += content.Length) <= _file.Length, "has bytes that belong to no file");
                _hash.AppendData(content);
                break;
            case ArchiveLine.Happened { Event: var happened }:
                return Take(happened);
            case ArchiveLine.End end:
                Require(end.Events == Events && end.Files == _files.Count, "lacks some of its lines");
                Require(_open.Count == 0 && Turns > 0, "has a turn that does not end");
                _hasEnded = true;
                break;
        }

        return null;
    }

    /// <summary>Says that there is no further line.</summary>
    internal void Finish() => Require(_hasEnded, "breaks off before its end");

    public void Dispose() => _hash.Dispose();

    private ArchivedTurn Take(ConversationEvent happened)
    {
        Require(happened.Sequence == ++Events, $"lacks the event {Events}");
        if (Events > ArchiveLimits.Events)
        {
            throw Error.TooLarge($"The archive has more than {ArchiveLimits.Events:N0} events.");
        }

        if (happened is TurnAccepted accepted)
        {
            Require(accepted.Turn == ++Turns, $"lacks the turn {Turns}");
            TurnRequestCheck.Require(new TurnRequest(accepted.Request) { Attachments = accepted.Attachments });
            _open[Turns] = new ArchivedTurn(Turns, accepted);
        }
        else if (happened is TurnReopened && happened.Turn >= 1 && happened.Turn <= Turns)
        {
            _open.TryAdd(happened.Turn, new ArchivedTurn(happened.Turn, accepted: null));
        }

        Require(_open.TryGetValue(happened.Turn, out var turn), $"has the event {Events} of a turn that is not open");
        foreach (var resource in ArchiveResources.Of(happened))
        {
            Require(resource is not null && _files.Contains(resource.Id), $"names a file in event {Events} that it does not hold");
        }

        turn!.Apply(happened);
        if (turn.End is not null)
        {
            Require(turn.End.Status != TurnStatus.Open, $"says in event {Events} that a turn ended and is open");
            _open.Remove(turn.Number);
        }

        return turn;
    }

    private void CloseFile()
    {
        if (_file is { } file)
        {
            _file = null;
            Require(_bytes == file.Length && ResourceId.FromHash(_hash.GetHashAndReset()) == file.Id, $"has the file {file.Id.Value[..12]}… with other bytes than its hash says");
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw Error.InvalidRequest($"The archive {fault}; export it again.");
        }
    }
}
