# Writes single tables as CSV with a split, and what scikit-learn makes of them: one JSON line. Started by tables.mjs.
# python tables_peer.py FOLDER DATA SEED QUICK
import gzip, json, os, sys
import numpy as np
import pandas as pd
from sklearn import datasets
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

folder, data, seed, quick = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] == "1"
MOST_ROWS = 20_000


def bundled():
    for name in ["iris", "wine", "breast_cancer", "digits"]:
        frame = getattr(datasets, f"load_{name}")(as_frame=True)
        yield name, "classification", frame.data, frame.target.map(lambda c: f"c{c}")
        if quick:
            return
    frame = datasets.load_diabetes(as_frame=True, scaled=False)
    yield "diabetes", "regression", frame.data, frame.target
    # The same with units from millionths to millions, which should change nothing.
    units = 10.0 ** np.linspace(-6, 6, frame.data.shape[1])
    yield "diabetes, other units", "regression", frame.data * units, frame.target


def arff(path):
    names, rows, inside = [], [], False
    with gzip.open(path, "rt") as lines:
        for line in lines:
            text = line.strip()
            if text.lower().startswith("@attribute"):
                names.append(text.split(None, 2)[1].strip("'\""))
            elif text.lower().startswith("@data"):
                inside = True
            elif inside and text and not text.startswith("%"):
                rows.append([cell.strip().strip("'\"") for cell in text.split(",")])
    frame = pd.DataFrame(rows, columns=names)
    return frame.iloc[:, :-1].replace("?", None), frame.iloc[:, -1]


def files():
    for name in ["bank", "census", "chess", "cmc", "probe", "solar-flare", "u2r"]:
        path = os.path.join(data, "categorical-ad", f"{name}.arff.gz")
        if os.path.exists(path):
            x, y = arff(path)
            yield name, "classification", x, y.map(lambda c: f"c {c}")
    path = os.path.join(data, "nsl-kdd", "KDDTrain+_20Percent.txt.gz")
    if os.path.exists(path):
        frame = pd.read_csv(path, header=None)
        x = frame.iloc[:, :41]
        x.columns = [f"f{i}" for i in range(41)]
        yield "nsl-kdd", "classification", x, (frame[41] == "normal").map(lambda is_normal: f"c{int(is_normal)}")


def score(kind, x, y, train, test):
    numbers = [c for c in x.columns if pd.api.types.is_numeric_dtype(x[c])]
    texts = [c for c in x.columns if c not in numbers]
    columns = ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), numbers),
        ("texts", make_pipeline(SimpleImputer(strategy="constant", fill_value=""), OneHotEncoder(handle_unknown="ignore")), texts),
    ])
    model = make_pipeline(columns, LogisticRegression(max_iter=2000) if kind == "classification" else Ridge())
    model.fit(x[train], y[train])
    return figure(kind, model, x, y, test)


def trees(kind, x, y, train, valid, test):
    # As a user would: columns of texts as categories; the validation rows say when to stop.
    frame = x.copy()
    for c in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[c]):
            codes = frame[c].map({v: i for i, v in enumerate(frame.loc[train, c].value_counts().index[:254])})
            frame[c] = codes.astype("float").astype("category") if codes.notna().any() else 0.0
    make = HistGradientBoostingClassifier if kind == "classification" else HistGradientBoostingRegressor
    model = make(categorical_features="from_dtype", early_stopping=True, random_state=seed)
    model.fit(frame[train], y[train], X_val=frame[valid], y_val=y[valid])
    return figure(kind, model, frame, y, test)


def figure(kind, model, x, y, test):
    if kind == "regression":
        return r2_score(y[test], model.predict(x[test]))
    given = model.predict_proba(x[test])
    classes = model.classes_
    # The mean over classes of each against all others.
    return float(np.mean([roc_auc_score(y[test] == c, given[:, i]) for i, c in enumerate(classes)]))


def main():
    answers = []
    for name, kind, x, y in [*bundled(), *([] if quick else files())]:
        rng = np.random.default_rng(seed)
        chosen = rng.permutation(len(x))[:MOST_ROWS]
        x, y = x.iloc[chosen].reset_index(drop=True), y.iloc[chosen].reset_index(drop=True)
        x.columns = [str(c).replace(" ", "_") for c in x.columns]
        part = rng.permutation(np.arange(len(x)) % 10)
        if kind == "classification":
            # By class, so that rare ones are in every part.
            order = np.lexsort((part, y.to_numpy()))
            part = np.empty(len(x), int)
            part[order] = np.arange(len(x)) % 10
        train, valid, test = part < 6, (part >= 6) & (part < 8), part >= 8
        frame = x.assign(target=y, train=train, valid=valid, test=test)
        for mask in ["train", "valid", "test"]:
            frame[mask] = frame[mask].map(lambda is_in: "true" if is_in else "false")
        path = os.path.join(folder, f"{len(answers)}.csv")
        frame.to_csv(path, index=False)
        value = score(kind, x, y, train, test)
        of_trees = trees(kind, x, y, train, valid, test)
        # Numbers that name categories, which a CSV file does not say.
        texts = [c for c in x.columns if not pd.api.types.is_numeric_dtype(x[c])]
        shape = {"rows": len(x), "columns": x.shape[1]}
        answers.append({"name": name, "kind": kind, "path": path, "texts": texts, **shape, "value": value, "trees": of_trees})
    print(json.dumps(answers))


main()
