using System.Text;

namespace Jarvis.Answers;

/// <summary>
/// Joins what a model goes on with to what it had written when it broke off. A model that is asked to go on may repeat its last words, or begin
/// anew: the longest beginning of what comes that is the end of what was written is left out. Text is held back only while it may still be that.
/// </summary>
/// <param name="written">What was written before.</param>
internal sealed class Continuation(string written)
{
    /// <summary>Fewer characters may well be the same by chance, unless they are all that was written.</summary>
    private const int MinOverlap = 8;

    private readonly StringBuilder _held = new();
    private List<int> _starts = [.. Enumerable.Range(0, written.Length)];
    private int _overlap;
    private bool _isJoined;

    /// <summary>Takes the next piece and gives what is new of it.</summary>
    internal string Push(string piece)
    {
        if (_isJoined)
        {
            return piece;
        }

        foreach (var c in piece)
        {
            Compare(c);
        }

        return _starts.Count > 0 ? "" : Join();
    }

    /// <summary>Gives what was still held back.</summary>
    internal string Finish() => _isJoined ? "" : Join();

    /// <summary>Keeps the places of the old text from which on it is what has come, and notes the first of them that reached its end.</summary>
    private void Compare(char c)
    {
        var at = _held.Length;
        _held.Append(c);
        _starts = _starts.FindAll(start => written[start + at] == c);
        if (_starts.Count > 0 && _starts[^1] + at + 1 == written.Length)
        {
            var length = written.Length - _starts[^1];
            _starts.RemoveAt(_starts.Count - 1);
            _overlap = length >= MinOverlap || length == written.Length ? length : _overlap;
        }
    }

    private string Join()
    {
        _isJoined = true;
        return _held.ToString(_overlap, _held.Length - _overlap);
    }
}
