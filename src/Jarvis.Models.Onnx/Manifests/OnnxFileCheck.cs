namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// Looks through an ONNX file (onnx.proto3 of the ONNX standard) before the runtime is given it: whose files it would read, and whose code
/// it wants.
/// </summary>
internal sealed class OnnxFileCheck
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 2_000_000;

    private static readonly string[] KnownDomains = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"];

    private readonly ProtobufFile _file;
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(KnownDomains, StringComparer.Ordinal);
    private readonly HashSet<string> _external = new(StringComparer.Ordinal);
    private int _seen;

    private OnnxFileCheck(ProtobufFile file) => _file = file;

    /// <summary>Looks through a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">Where the files of its weights have to be.</param>
    /// <returns>The files of its weights; empty where they are in it.</returns>
    /// <exception cref="FormatException">It is none, reads other files, or wants operators of others.</exception>
    /// <exception cref="FileNotFoundException">A file of its weights is missing.</exception>
    public static IReadOnlyCollection<string> Check(string path, ManifestFolder folder)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 14, FileOptions.RandomAccess);
        var check = new OnnxFileCheck(new ProtobufFile(stream));
        check.Model();
        if (check._wanted.Except(check._defined).FirstOrDefault() is { } domain)
        {
            throw new FormatException($"it needs operators of '{domain}', which ONNX Runtime does not have; export it with standard operators");
        }

        return [.. check._external.Select(folder.FindOwn)];
    }

    private void Model()
    {
        var hasGraph = false;
        foreach (var (field, _, start, end) in _file.Fields(0, _file.Length))
        {
            switch (field)
            {
                case 7:
                    hasGraph = true;
                    Graph(start, end, 0);
                    break;
                case 25:
                    Function(start, end);
                    break;
            }
        }

        if (!hasGraph)
        {
            throw ProtobufFile.Damaged();
        }
    }

    private void Function(long start, long end)
    {
        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            switch (field)
            {
                case 7:
                    Node(from, to, 0);
                    break;
                case 10:
                    _defined.Add(_file.Text(from, to));
                    break;
            }
        }
    }

    private void Graph(long start, long end, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"its graphs are more than {MaxDepth} deep in each other");
        }

        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            switch (field)
            {
                case 1:
                    Node(from, to, depth);
                    break;
                case 5:
                    Tensor(from, to);
                    break;
                case 15:
                    SparseTensor(from, to);
                    break;
            }
        }
    }

    private void Node(long start, long end, int depth)
    {
        Count();
        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            switch (field)
            {
                case 7:
                    _wanted.Add(_file.Text(from, to));
                    break;
                case 5:
                    Attribute(from, to, depth);
                    break;
            }
        }
    }

    private void Attribute(long start, long end, int depth)
    {
        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            switch (field)
            {
                case 5 or 10:
                    Tensor(from, to);
                    break;
                case 6 or 11:
                    Graph(from, to, depth + 1);
                    break;
                case 22 or 23:
                    SparseTensor(from, to);
                    break;
            }
        }
    }

    private void SparseTensor(long start, long end)
    {
        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            if (field is 1 or 2)
            {
                Tensor(from, to);
            }
        }
    }

    private void Tensor(long start, long end)
    {
        Count();
        foreach (var (field, _, from, to) in _file.Fields(start, end))
        {
            if (field is not 13)
            {
                continue;
            }

            var (key, value) = ("", "");
            foreach (var (part, _, partStart, partEnd) in _file.Fields(from, to))
            {
                (key, value) = part is 1 ? (_file.Text(partStart, partEnd), value) : (key, _file.Text(partStart, partEnd));
            }

            if (key is "location")
            {
                _external.Add(value);
            }
        }
    }

    private void Count()
    {
        if (++_seen > MaxNodes)
        {
            throw new FormatException($"it has more than {MaxNodes:N0} operators and weights");
        }
    }
}
